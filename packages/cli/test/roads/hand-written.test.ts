import { kits } from '../support/project.js'
import { handWrittenJourneys } from './journeys/hand-written.js'

for (const line of kits) handWrittenJourneys(line, undefined)
