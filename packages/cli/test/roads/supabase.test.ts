import { kits } from '../support/project.js'
import { supabaseJourneys } from './journeys/supabase.js'

for (const line of kits) supabaseJourneys(line, undefined)
