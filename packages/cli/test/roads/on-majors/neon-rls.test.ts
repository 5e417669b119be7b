import { describe } from 'vitest'
import { neonRlsJourneys } from '../journeys/neon-rls.js'
import { runs } from './runs.js'

describe.each(runs)('on PostgreSQL $version', ({ line, version }) => neonRlsJourneys(line, version))
