import { inspect } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { neon, neonConfig } from '@neondatabase/serverless'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle as overNeon } from 'drizzle-orm/neon-http'
import { drizzle as overNeonWebSocket } from 'drizzle-orm/neon-serverless'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startNeonWebSocket } from '../support/neon-websocket.js'
import { type SetupDatabase, startSetupDatabase, todos } from './support/setup-database.js'

let database: SetupDatabase
beforeAll(async () => {
  database = await startSetupDatabase('revoke authenticated from $login; revoke all on todos from anonymous')
})
afterAll(() => database?.close())

/** The least that all of Drizzle's databases have in common. */
interface Database {
  select(): { from(table: typeof todos): PromiseLike<unknown> }
}

interface Application {
  readonly db: { $withAuth(source: ReturnType<typeof trustClaims> | null): Database }
  /** As a grant names it. */
  readonly user: string
  end(): Promise<unknown>
}

const unknown = '<the role your application logs in as>'
const clients: Record<string, () => Promise<Application>> = {
  async 'node-postgres'() {
    const client = new pg.Pool({ connectionString: database.url })
    return { db: withAuth(overPg({ client })), user: `"${database.login}"`, end: () => client.end() }
  },
  async 'postgres.js'() {
    const client = postgres(database.url)
    return { db: withAuth(overPostgresJs({ client })), user: `"${database.login}"`, end: () => client.end() }
  },
  async 'Neon over HTTP'() {
    const local = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
    neonConfig.fetchEndpoint = () => local.url
    const { username, password, pathname } = new URL(database.url)
    const client = neon(`postgresql://${username}:${password}@db.example${pathname}`)
    return { db: withAuth(overNeon({ client })), user: unknown, end: () => local.close() }
  },
  async 'Neon over WebSockets'() {
    const local = await startNeonWebSocket(database.url)
    const db = withAuth(overNeonWebSocket({ client: local.pool }))
    return { db, user: `"${database.login}"`, end: () => local.close() }
  },
}

/** What a process prints that ends with the error. */
async function printed(call: PromiseLike<unknown>): Promise<string> {
  const error = await Promise.resolve(call).then(
    () => expect.unreachable(),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DrizzleQueryError)
  // Long strings are broken up into several.
  return inspect(error).replaceAll(/' \+\n\s*'/g, '')
}

describe.each(Object.entries(clients))('what is printed of an error over %s says what to run', (_, open) => {
  let application: Application
  beforeAll(async () => {
    application = await open()
  })
  afterAll(() => application?.end())

  it('where the login role may not take the role', async () => {
    const text = await printed(
      application.db
        .$withAuth(trustClaims({ sub: 'alice' }))
        .select()
        .from(todos),
    )
    expect(text).toMatch(/permission denied to set role "authenticated"/)
    expect(text).toContain(
      `hint: 'Let the role that the application logs in as take it: grant authenticated to ${application.user};'`,
    )
  })

  it('where grants are missing', async () => {
    const text = await printed(application.db.$withAuth(null).select().from(todos))
    expect(text).toContain(`grant select on table "todos" to anonymous;'`)
  })
})

it('over PGlite, too', async () => {
  const client = await PGlite.create()
  const text = await printed(withAuth(overPglite({ client })).$withAuth(null).select().from(todos))
  expect(text).toContain('npx rowauth apply --url')
  await client.close()
}, 120_000)
