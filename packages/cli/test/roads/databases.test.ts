import { handWrittenBehaves } from './behaviour/hand-written.js'
import { neonRlsBehaves } from './behaviour/neon-rls.js'
import { supabaseBehaves } from './behaviour/supabase.js'

neonRlsBehaves(undefined)
supabaseBehaves(undefined)
handWrittenBehaves(undefined)
