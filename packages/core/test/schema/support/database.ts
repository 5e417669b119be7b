import { randomBytes } from 'node:crypto'
import { type AuthSchemaOptions, authSchemaSql } from '@rowauth/core'
import pg from 'pg'

/** Every major version that the schema is promised for. */
export const majors = [14, 15, 16, 17, 18] as const

/** The first and the last of them, for what the versions between cannot do differently. */
export const outermostMajors = [14, 18] as const

/** Runs `work` on a connection that is closed afterwards. */
export async function withClient<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Runs `work` in a transaction that leaves nothing behind. */
export async function rolledBack<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    return await work()
  } finally {
    await client.query('rollback')
  }
}

/** Takes a role and claims for the current transaction, as the driver does. */
export async function become(client: pg.Client, role: string, claims?: unknown): Promise<void> {
  await client.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
    role,
    claims === undefined ? '' : JSON.stringify(claims),
  ])
}

/** The values of the first column. */
export async function column(client: pg.Client, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const { rows } = await client.query<unknown[]>({ text: sql, values, rowMode: 'array' })
  return rows.map((row) => row[0])
}

/** The error of a query that must fail. */
export async function errorOf(client: pg.Client, sql: string, values?: unknown[]): Promise<pg.DatabaseError> {
  try {
    await client.query(sql, values)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    return error
  }
  throw new Error(`This was to fail: ${sql}`)
}

/** The error of a query that must fail within a transaction, which goes on. */
export async function errorWithin(client: pg.Client, sql: string): Promise<pg.DatabaseError> {
  await client.query('savepoint before_error')
  const error = await errorOf(client, sql)
  await client.query('rollback to before_error')
  return error
}

/** Roles that no other test of the server knows: roles belong to the whole server. */
export function ownRoles() {
  const suffix = randomBytes(6).toString('hex')
  return {
    authenticated: `authenticated_${suffix}`,
    anonymous: `anonymous_${suffix}`,
    authenticator: `authenticator_${suffix}`,
  } satisfies AuthSchemaOptions['roles']
}

/** Installs the schema `auth` with roles of its own. */
export async function install(connectionString: string) {
  const roles = ownRoles()
  await withClient(connectionString, (client) => client.query(authSchemaSql({ roles })))
  return roles
}

/** Gives a role a login, creating it where needed, and returns its connection string. */
export async function loginAs(connectionString: string, role: string, attributes = ''): Promise<string> {
  const password = randomBytes(12).toString('hex')
  const name = pg.escapeIdentifier(role)
  await withClient(connectionString, async (client) => {
    const exists = (await column(client, 'select 1 from pg_roles where rolname = $1', [role])).length > 0
    await client.query(
      `${exists ? 'alter' : 'create'} role ${name} login password '${password}' ${attributes}`,
    )
  })
  const url = new URL(connectionString)
  url.username = encodeURIComponent(role)
  url.password = password
  return url.href
}

/** Removes roles with all that they own and hold in these databases. */
export async function dropRoles(databases: readonly string[], names: readonly string[]): Promise<void> {
  for (const database of databases) {
    await withClient(database, async (client) => {
      for (const name of await column(client, 'select rolname from pg_roles where rolname = any($1)', [
        names,
      ])) {
        await client.query(`drop owned by ${pg.escapeIdentifier(String(name))} cascade`)
      }
    })
  }
  const [database] = databases
  if (database === undefined) return
  await withClient(database, async (client) => {
    for (const name of names) await client.query(`drop role if exists ${pg.escapeIdentifier(name)}`)
  })
}
