import { describe } from 'vitest'
import { kits } from '../../support/project.js'
import { neonRlsJourneys } from '../journeys/neon-rls.js'

describe.each([15, 18] as const)('on PostgreSQL %i', (version) => {
  for (const line of kits) neonRlsJourneys(line, version)
})
