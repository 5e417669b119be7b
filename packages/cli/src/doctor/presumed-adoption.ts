import { defaultNames } from '@rowauth/core/internal'
import { type Adoption, adoptedLogin } from '../adoption/adoption.js'
import { planAdoption } from '../adoption/plan-adoption.js'
import { readAdoption } from '../adoption/read-adoption.js'
import { CliError } from '../cli-error.js'
import { recogniseIn } from '../recognising/recognise-database.js'
import type { Recognised } from '../recognising/recognised.js'
import type { DoctorClient } from './doctor-client.js'
import type { DiagnoseOptions } from './options.js'

/** Whose auth functions a database has, and whether rowauth has been told to use them. */
export interface FoundAdoption extends Adoption {
  readonly adopted: boolean
}

/**
 * What a database has adopted, or could: its queries run as the roles of that, whoever asks. Undefined for the auth
 * schema of rowauth, for functions that somebody has made, and where nothing tells the roles.
 */
export async function findAdoption(
  client: DoctorClient,
  options: Pick<DiagnoseOptions, 'schema' | 'roles'>,
): Promise<FoundAdoption | undefined> {
  const adoption = await readAdoption(client, options)
  if (adoption !== undefined) return { ...adoption, adopted: true }
  const { recognised } = await recogniseIn(client, options.schema ?? defaultNames.schema)
  // Whoever names a schema looks for functions in it.
  if (recognised === undefined || (recognised.kind === 'settings' && options.schema !== undefined))
    return undefined
  if (recognised.kind === 'functions') return undefined
  return presume(recognised, options)
}

function presume(
  recognised: Recognised,
  { schema, roles }: Pick<DiagnoseOptions, 'schema' | 'roles'>,
): FoundAdoption | undefined {
  try {
    const named = { ...(schema !== undefined && { schema }), ...(roles !== undefined && { roles }) }
    return { ...planAdoption(recognised, named), adopted: false }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const { kind, settings } = recognised
    if (kind !== 'supabase') return undefined
    // Somebody has roles beside those of Supabase, which `--allowed` can name.
    const names = { ...defaultNames, ...(schema !== undefined && { schema }) }
    return {
      kind,
      settings,
      adopted: false,
      names: { ...names, anonymous: 'anon', authenticator: adoptedLogin },
    }
  }
}
