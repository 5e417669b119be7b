import { authSchemaSql } from '@rowauth/core'
import { type PostgresMajor, startPostgres } from '@rowauth/testing'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { openKit } from './kit.js'

export interface Identity {
  readonly role?: string
  readonly claims?: Record<string, unknown>
}

/** A signed-in user whose id is `sub`. */
export const user = (sub: string, claims: Record<string, unknown> = {}): Identity => ({
  claims: { sub, ...claims },
})

export const visitor: Identity = { role: 'anonymous' }

/**
 * A database with the auth schema and the tables of a Drizzle schema as drizzle-kit makes them, every row of
 * which may be used as far as the policies let one.
 */
export async function openDatabase(
  schema: Record<string, unknown>,
  options: { version?: PostgresMajor } = {},
) {
  const server = await startPostgres(options)
  const client = new pg.Client(server.connectionString)
  await client.connect()
  await client.query(authSchemaSql())
  const kit = await openKit()
  const { statements } = await kit.generate(schema)
  await kit.close()
  for (const statement of statements) await client.query(statement)
  await client.query(
    'grant select, insert, update, delete on all tables in schema public to authenticated, anonymous',
  )
  const db = drizzle({ client })

  /** Runs as this user in a transaction that is rolled back. */
  async function as<T>({ role = 'authenticated', claims }: Identity, run: () => Promise<T>): Promise<T> {
    await client.query('begin')
    try {
      const json = claims === undefined ? '' : JSON.stringify(claims)
      await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
        role,
        json,
      ])
      return await run()
    } finally {
      await client.query('rollback')
    }
  }

  async function explain(query: SQL | { getSQL(): SQL }): Promise<string> {
    const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`explain (costs off) ${inline(query)}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  async function close(): Promise<void> {
    await client.end()
    await server.stop()
  }

  return { client, db, as, explain, close }
}

export type Database = Awaited<ReturnType<typeof openDatabase>>

/** Without the parentheses that Drizzle puts around a query within another. */
function inline(query: SQL | { getSQL(): SQL }): SQL {
  return query.getSQL().inlineParams()
}

/** The SQLSTATE that a promise rejects with; Drizzle wraps the driver's error. */
export async function sqlState(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = at.cause) {
      const code: unknown = Reflect.get(at, 'code')
      if (code !== undefined) return code
    }
    throw error
  }
  return 'no error'
}
