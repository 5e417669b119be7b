import { type Adoption, adoptedLogin } from '../adoption/adoption.js'
import { readAdoption } from '../adoption/read-adoption.js'
import { recogniseIn } from '../recognising/recognise-database.js'
import type { DoctorClient } from './doctor-client.js'
import type { DiagnoseOptions } from './options.js'

/** Whose auth functions a database has, and whether rowauth has been told to use them. */
export interface FoundAdoption extends Adoption {
  readonly adopted: boolean
}

/**
 * What a database has adopted, or could: the auth functions of Supabase and of `pg_session_jwt` have their roles, which
 * are those that queries run as there, whoever asks. Undefined for the auth schema of rowauth, and for functions that
 * somebody has made.
 */
export async function findAdoption(
  client: DoctorClient,
  options: Pick<DiagnoseOptions, 'schema'>,
): Promise<FoundAdoption | undefined> {
  const adoption = await readAdoption(client, options)
  if (adoption !== undefined) return { ...adoption, adopted: true }
  const schema = options.schema ?? 'auth'
  const { recognised } = await recogniseIn(client, schema)
  if (recognised?.kind !== 'supabase' && recognised?.kind !== 'pg_session_jwt') return undefined
  const { kind, settings } = recognised
  const anonymous = kind === 'supabase' ? 'anon' : 'anonymous'
  const names = { schema, authenticated: 'authenticated', anonymous, authenticator: adoptedLogin }
  return { kind, names, settings, adopted: false }
}
