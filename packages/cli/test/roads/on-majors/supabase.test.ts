import { describe } from 'vitest'
import { kits } from '../../support/project.js'
import { supabaseJourneys } from '../journeys/supabase.js'

describe.each([15, 18] as const)('on PostgreSQL %i', (version) => {
  for (const line of kits) supabaseJourneys(line, version)
})
