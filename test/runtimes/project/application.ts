import {
  AuthError,
  type AuthSession,
  authSchemaSql,
  createIssuer,
  createVerifier,
  generateSigningKey,
  providers,
  trustClaims,
} from '@rowauth/core'
import type { AuthDriver } from '@rowauth/driver'
import { createDriver } from '@rowauth/driver/kit'
import { neonHttp } from '@rowauth/driver/neon-http'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { querySpans } from '@rowauth/driver/opentelemetry'
import { pglite } from '@rowauth/driver/pglite'
import { postgresJs } from '@rowauth/driver/postgres-js'
import {
  type AuthQueries,
  anonymousRole,
  authenticatedRole,
  authUserId,
  crudPolicy,
  ownedBy,
  withAuth,
} from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, startPostgres, startProxy } from '@rowauth/testing'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePostgresJs } from 'drizzle-orm/postgres-js'
import { Pool } from 'pg'

export const todos = pgTable(
  'todos',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id').notNull().default(authUserId()),
    title: text('title').notNull(),
  },
  (table) => [
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
    ...crudPolicy({ role: anonymousRole, read: eq(table.title, 'public') }),
  ],
)

const pool = new Pool()
const verifier = createVerifier(providers.clerk({ domain: 'https://example.com' }))
export const db = withAuth(drizzle({ client: pool, schema: { todos } }), { verifier })

const postgresJsDb = drizzlePostgresJs('postgres://app@db.example/app')
export const overPostgresJs = withAuth(postgresJsDb, { verifier, driver: postgresJs })

export async function titles(queries: AuthQueries<typeof db>): Promise<string[]> {
  const rows = await queries.select().from(todos)
  return rows.map((row) => row.title)
}

export async function run(token: string): Promise<number> {
  const mine = db.$withAuth(token)
  const [added, count] = await mine.batch([
    mine.insert(todos).values({ title: 'a' }).returning(),
    mine.$count(todos),
  ])
  const first: { id: number; userId: string; title: string } | undefined = added[0]
  const all: string[] = await mine.transaction(async (tx) => titles(tx))
  return all.length + count + (first === undefined ? 0 : first.id)
}

export async function sessions(): Promise<AuthSession> {
  const { privateJwk } = await generateSigningKey()
  const { jwks, sign } = createIssuer({ privateJwk })
  try {
    return await createVerifier({ jwks }).verify(await sign({ sub: 'alice' }))
  } catch (error) {
    if (error instanceof AuthError && error.status === 401) return trustClaims({})
    throw error
  }
}

export const driver: AuthDriver<{ rows: unknown[] }, { text: string }> = nodePostgres(pool)
export const everything = [
  authSchemaSql(),
  createDriver,
  neonHttp,
  neonServerless,
  querySpans,
  pglite,
  startNeonLocal,
  createTestIssuer,
  startPostgres,
  startProxy,
]

// What must not compile: types that are found, and are not \`any\`.
// @ts-expect-error the identity is missing
db.$withAuth()
// @ts-expect-error there is no such option
createVerifier({ jwk: '' })
