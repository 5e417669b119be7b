import { describe } from 'vitest'
import { kits } from '../../support/project.js'
import { handWrittenJourneys } from '../journeys/hand-written.js'

describe.each([15, 18] as const)('on PostgreSQL %i', (version) => {
  for (const line of kits) handWrittenJourneys(line, version)
})
