import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { authSchemaSql, type Claims, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startPostgres } from '@rowauth/testing'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { applyMigrations } from './apply-migrations.js'

/** The folder of a recipe. */
export const recipeFolder = (recipe: string) =>
  fileURLToPath(new URL(`../../src/${recipe}/`, import.meta.url))

const connect = (client: pg.Client | pg.Pool) => withAuth(drizzle({ client }))

/** What runs queries as somebody. */
export type Handle = ReturnType<ReturnType<typeof connect>['$withAuth']>

/** Somebody's session: the claims that a verified token would have. */
const session = (sub: string | null, claims: Claims = {}) =>
  sub === null ? null : trustClaims({ sub, ...claims })

/** A database with the migrations of a recipe, and an application whose login role has no rights of its own. */
export async function openRecipe(recipe: string) {
  // The views of one recipe are security_invoker, which PostgreSQL 14 does not know.
  const server = await startPostgres(recipe === 'views' ? { version: 18 } : {})
  const owner = new pg.Client({ connectionString: server.connectionString })
  await owner.connect()
  await owner.query(authSchemaSql())
  await applyMigrations(owner, `${recipeFolder(recipe)}drizzle`)

  const login = `app_${randomBytes(6).toString('hex')}`
  await owner.query(`create role ${login} login noinherit password 'app'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'app'
  const pool = new pg.Pool({ connectionString: url.href, max: 2 })
  const db = connect(pool)
  const trial = connect(owner)
  const as = (sub: string, claims?: Claims) => db.$withAuth(session(sub, claims))

  return {
    ...{ db, as, login },
    url: server.connectionString,
    visitor: db.$withAuth(null),
    /** Runs SQL as the owner, who is not subject to policies. */
    setUp: async (text: string) => (await owner.query(text)).rows,

    /** The plan of a query of alice's; on a few rows PostgreSQL would read the table from start to end. */
    explain: (query: { getSQL(): SQL }, claims?: Claims): Promise<string> =>
      as('alice', claims).transaction(async (tx) => {
        await tx.execute(sql`set local enable_seqscan = off`)
        const { rows } = await tx.execute(sql`explain (costs off) ${query.getSQL().inlineParams()}`)
        return rows.map((row) => row['QUERY PLAN']).join('\n')
      }),

    /** What people see after a change that should not be made; nothing of it stays. */
    async mistake<T>(
      change: string,
      see: (as: (sub: string | null, claims?: Claims) => Handle) => Promise<T>,
    ): Promise<T> {
      let seen: { readonly value: T } | undefined
      await trial
        .transaction(async (tx) => {
          await tx.execute(sql.raw(change))
          seen = { value: await see((sub, claims) => trial.$withAuth(session(sub, claims), { in: tx })) }
          tx.rollback()
        })
        .catch((error: unknown) => {
          if (seen === undefined) throw error
        })
      if (seen === undefined) throw new Error('The change was not rolled back.')
      return seen.value
    },

    async close() {
      await pool.end()
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}

export type Recipe = Awaited<ReturnType<typeof openRecipe>>
