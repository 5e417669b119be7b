import { describe } from 'vitest'
import { supabaseJourneys } from '../journeys/supabase.js'
import { runs } from './runs.js'

describe.each(runs)('on PostgreSQL $version', ({ line, version }) => supabaseJourneys(line, version))
