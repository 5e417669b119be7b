import { describe } from 'vitest'
import { handWrittenJourneys } from '../journeys/hand-written.js'
import { runs } from './runs.js'

describe.each(runs)('on PostgreSQL $version', ({ line, version }) => handWrittenJourneys(line, version))
