import { kits } from '../support/project.js'
import { neonRlsJourneys } from './journeys/neon-rls.js'

for (const line of kits) neonRlsJourneys(line, undefined)
