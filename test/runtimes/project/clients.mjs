/** What an application does with each client, on whatever runs this file; called as a program it prints what came of it. */
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
import { neon, neonConfig } from '@neondatabase/serverless'
import { AuthError, authSchemaSql, createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { TransactionRollbackError } from 'drizzle-orm'
import { drizzle as drizzleNeon } from 'drizzle-orm/neon-http'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { bigint, pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import pg from 'pg'

const { SETTINGS } = process.env
const { url, neonUrl, endpoint, jwks, tokens, tables } = JSON.parse(SETTINGS)
const verifier = createVerifier({ jwks })

/** By their text: Jest runs tests in a realm of their own, and what `fetch` gives has another's prototypes. */
const same = (actual, expected) => assert.equal(JSON.stringify(actual), JSON.stringify(expected))

const todos = pgTable('todos', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id').notNull(),
  title: text('title').notNull(),
})

const calls = {
  async select(db) {
    const titles = async (token) => {
      const rows = await db.$withAuth(token).select({ title: todos.title }).from(todos).orderBy(todos.id)
      return rows.map(({ title }) => title)
    }
    same(await titles(tokens.alice), ['a1', 'a2'])
    same(await titles(tokens.bob), ['b1'])
    same(await titles(null), ['public'])
    const forged = `${tokens.alice.slice(0, -4)}AAAA`
    await assert.rejects(titles(forged), (error) => error instanceof AuthError && error.status === 401)
  },

  async batch(db) {
    const mine = db.$withAuth(tokens.alice)
    const [rows, count] = await mine.batch([
      mine.select({ title: todos.title }).from(todos).orderBy(todos.id),
      mine.$count(todos),
    ])
    same([rows, count], [[{ title: 'a1' }, { title: 'a2' }], 2])
  },

  async transaction(db) {
    const mine = db.$withAuth(tokens.alice)
    const undone = mine.transaction(async (tx) => {
      await tx.insert(todos).values({ userId: 'alice', title: 'a3' })
      assert.equal(await tx.$count(todos), 3)
      tx.rollback()
    })
    await assert.rejects(undone, (error) => {
      if (error instanceof AuthError) throw error
      return error instanceof TransactionRollbackError
    })
    assert.equal(await mine.$count(todos), 2)
  },
}

async function outcomes(db) {
  const result = {}
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call(db)
      result[name] = 'works'
    } catch (error) {
      result[name] = error instanceof AuthError ? error.code : `${error.stack}\n${error.cause?.stack ?? ''}`
    }
  }
  return result
}

/** Each client, opened for `outcomes`; only those that are asked for. */
const clients = {
  async 'node-postgres'() {
    const pool = new pg.Pool({ connectionString: url })
    try {
      return await outcomes(withAuth(drizzlePg({ client: pool }), { verifier }))
    } finally {
      await pool.end()
    }
  },

  async 'neon-http'() {
    neonConfig.fetchEndpoint = endpoint
    return await outcomes(withAuth(drizzleNeon({ client: neon(neonUrl) }), { verifier }))
  },

  async pglite() {
    const client = await PGlite.create()
    try {
      await client.exec(authSchemaSql())
      await client.exec(tables)
      return await outcomes(withAuth(drizzlePglite({ client }), { verifier }))
    } finally {
      await client.close()
    }
  },
}

export async function run(names) {
  const results = {}
  for (const name of names) results[name] = await clients[name]()
  return results
}

const names = process.argv.slice(2).filter((name) => name in clients)
if (names.length > 0) run(names).then((results) => console.log(JSON.stringify(results)))
