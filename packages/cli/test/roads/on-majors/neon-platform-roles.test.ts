import { describe } from 'vitest'
import { neonPlatformRoleJourneys } from '../journeys/neon-platform-roles.js'
import { runs } from './runs.js'

describe.each(runs)('on PostgreSQL $version', ({ line, version }) => neonPlatformRoleJourneys(line, version))
