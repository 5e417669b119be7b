import { describe } from 'vitest'
import { handWrittenBehaves } from '../behaviour/hand-written.js'
import { neonRlsBehaves } from '../behaviour/neon-rls.js'
import { supabaseBehaves } from '../behaviour/supabase.js'

describe.each([15, 18] as const)('on PostgreSQL %i', (version) => {
  neonRlsBehaves(version)
  supabaseBehaves(version)
  handWrittenBehaves(version)
})
