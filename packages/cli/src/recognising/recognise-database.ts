import type pg from 'pg'
import { type Adoption, describeAdoption } from '../adoption/adoption.js'
import { sessionFunctionNames } from '../adoption/function-names.js'
import { readAdoption } from '../adoption/read-adoption.js'
import { isAuthSchemaMark } from '../database/installed-schema.js'
import { readCatalog } from '../database/read-catalog.js'
import type { DoctorClient } from '../doctor/doctor-client.js'
import { recogniseSql } from './generated.js'
import { isClaimsSetting, type Recognised } from './recognised.js'

interface Found {
  readonly mark: string | null
  readonly functions: readonly string[]
  readonly extension: string | null
  readonly hasUsers: boolean
  readonly hasPolicies: boolean
  readonly settings: readonly string[]
  readonly roles: readonly string[]
  readonly users: readonly string[]
}

/** What a database has. */
export interface DatabaseState {
  /** What rowauth has adopted there already. */
  readonly adoption: Adoption | undefined
  /** Whether the auth schema of rowauth is there. */
  readonly isInstalled: boolean
  /** Whether it has policies at all. */
  readonly hasPolicies: boolean
  /** What could be adopted; undefined where there is nothing, or the auth schema of rowauth. */
  readonly recognised: Recognised | undefined
}

/** Looks at a database for what could be adopted. */
export async function recogniseDatabase(client: pg.ClientBase, schema: string): Promise<DatabaseState> {
  const rows = await readCatalog<{ recognised: string }>(client, recogniseSql, parametersFor(schema))
  return stateOf(client, schema, rows[0])
}

/** The same in the transaction that the client is in, whatever its search path. */
export async function recogniseIn(client: DoctorClient, schema: string): Promise<DatabaseState> {
  const { rows } = await client.query(recogniseSql, parametersFor(schema))
  return stateOf(client, schema, (rows as { recognised: string }[])[0])
}

const parametersFor = (schema: string) => [schema, [...sessionFunctionNames]]

async function stateOf(
  client: DoctorClient,
  schema: string,
  row: { readonly recognised: string } | undefined,
): Promise<DatabaseState> {
  if (row === undefined) throw new Error('The database gave no answer.')
  const found: Found = JSON.parse(row.recognised)
  const isInstalled = isAuthSchemaMark(found.mark)
  const adoption = await readAdoption(client, { schema })
  return {
    adoption,
    isInstalled,
    hasPolicies: found.hasPolicies,
    recognised: isInstalled ? undefined : recognise(found, schema),
  }
}

function recognise(found: Found, schema: string): Recognised | undefined {
  const { functions, extension, hasUsers, hasPolicies, roles, users } = found
  const settings = found.settings.filter((name) => !isClaimsSetting(name))
  if (functions.length > 0) {
    const kind =
      extension === 'pg_session_jwt'
        ? extension
        : hasUsers && functions.includes('uid') && functions.includes('jwt')
          ? 'supabase'
          : 'functions'
    const names = functions.map((name) => `${schema}.${name}()`).join(', ')
    return {
      kind,
      evidence: `The database has ${describeAdoption(kind, schema)}: ${names}.`,
      roles,
      users,
      settings,
    }
  }
  if (!hasPolicies || found.settings.length === 0) return undefined
  const evidence = `Policies of the database read ${found.settings.map((name) => `'${name}'`).join(', ')}.`
  return { kind: 'settings', evidence, roles, users, settings }
}
