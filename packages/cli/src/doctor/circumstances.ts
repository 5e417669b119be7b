import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type { DoctorClient } from './doctor-client.js'
import { circumstancesSql, commonSql } from './generated.js'
import { adoptionValue, type Subject } from './options.js'

/** What a diagnosis looks at, and as whom: to be said before its findings. */
export interface Circumstances {
  /** Role that the connection logged in as. */
  readonly connection: string
  /** Role that is looked at as the one that the application logs in as. */
  readonly appRole: string
  /** By what it was chosen: an option, the connection, or because an administrator's connection is no application's. */
  readonly chosen: 'given' | 'connection' | 'login role of the auth schema'
  /**
   * Whether the connection is that of somebody who sets up databases: a superuser, the owner of the database or of the
   * auth schema, or a role with BYPASSRLS or CREATEROLE. With `chosen: 'connection'` nobody knows then as whom the
   * application logs in, and no lint about that role is asked.
   */
  readonly administrator: boolean
  /** How many tables there are to look at; 0 where nothing can be found, rather than nothing is wrong. */
  readonly tables: number
  /** How many policies those have. */
  readonly policies: number
}

/**
 * What a diagnosis would look at, and as whom, in the transaction that the client is in, with the settings of catalogs.
 *
 * @throws {RangeError} when there is no role `appRole`
 */
export async function circumstancesOf(client: DoctorClient, subject: Subject): Promise<Circumstances> {
  const { schema, queryRoles, appRole, loginRole } = subject
  const values = [
    schema,
    queryRoles,
    null,
    AUTH_SCHEMA_VERSION,
    null,
    '{}',
    loginRole,
    null,
    null,
    adoptionValue(subject),
  ]
  const [found] = (await client.query(`${commonSql}\n${circumstancesSql}`, values)).rows as Found[]
  if (found === undefined) throw new Error('The database gave no answer.')
  const { login_role, ...rest } = found
  if (appRole !== undefined) {
    await assertRole(client, appRole)
    return { ...rest, appRole, chosen: 'given' }
  }
  if (found.administrator && login_role !== null) {
    return { ...rest, appRole: login_role, chosen: 'login role of the auth schema' }
  }
  return { ...rest, appRole: found.connection, chosen: 'connection' }
}

interface Found extends Omit<Circumstances, 'appRole' | 'chosen'> {
  readonly login_role: string | null
}

/** @throws {RangeError} when there is no such role: nothing would be found about it */
async function assertRole(client: DoctorClient, name: string): Promise<void> {
  const { rows } = await client.query('select from pg_catalog.pg_roles where rolname = $1::text', [name])
  if (rows.length === 0) throw new RangeError(`There is no role ${name}.`)
}
