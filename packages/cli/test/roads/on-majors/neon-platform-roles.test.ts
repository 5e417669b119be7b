import { describe } from 'vitest'
import { kits } from '../../support/project.js'
import { neonPlatformRoleJourneys } from '../journeys/neon-platform-roles.js'

describe.each([15, 18] as const)('on PostgreSQL %i', (version) => {
  for (const line of kits) neonPlatformRoleJourneys(line, version)
})
