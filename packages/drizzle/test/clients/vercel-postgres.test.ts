import { createVerifier, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { type NeonLocal, startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { createClient, createPool, db as defaultClient, type VercelPool } from '@vercel/postgres'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/vercel-postgres'
import { neonConfig } from 'neon-serverless-of-vercel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let local: NeonLocal
let issuer: TestIssuer
let pool: VercelPool
let connectionString: string
beforeAll(async () => {
  database = await startTodoDatabase()
  local = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
  issuer = await createTestIssuer()
  // The copy that `@vercel/postgres` has for itself.
  neonConfig.wsProxy = () => local.wsProxy
  neonConfig.useSecureWebSocket = false
  const url = new URL(database.url)
  // It takes other names of hosts for those of a pooler, or refuses them.
  url.hostname = 'localhost'
  connectionString = url.href
  pool = createPool({ connectionString, max: 2 })
})
afterAll(async () => {
  await pool?.end()
  await issuer?.close()
  await local?.close()
  await database?.close()
})

const titles = { title: todos.title }
const alice = trustClaims({ sub: 'alice' })
const open = () => withAuth(drizzle({ client: pool }), { verifier: createVerifier({ jwks: issuer.jwksUrl }) })
const tokenOf = (sub: string) => issuer.token({ sub })

describe('$withAuth over @vercel/postgres', () => {
  it('gives each user the rows of that user, in one round trip', async () => {
    const seen: string[] = []
    const db = withAuth(drizzle({ client: pool }), {
      verifier: createVerifier({ jwks: issuer.jwksUrl }),
      onQuery: ({ roundTrips, text }) => seen.push(`${roundTrips}: ${text}`),
    })
    const titlesOf = async (token: string | null) => {
      const rows = await db.$withAuth(token).select(titles).from(todos).orderBy(todos.id)
      return rows.map(({ title }) => title)
    }
    const [ofAlice, ofBob, ofNobody] = await Promise.all([
      titlesOf(await tokenOf('alice')),
      titlesOf(await tokenOf('bob')),
      titlesOf(null),
    ])
    expect({ ofAlice, ofBob, ofNobody }).toEqual({
      ofAlice: ['a1', 'a2'],
      ofBob: ['b1'],
      ofNobody: ['public'],
    })
    expect(seen).toHaveLength(3)
    expect(seen.every((call) => call.startsWith('1: select "title" from "todos"'))).toBe(true)
    await expect(titlesOf('forged')).rejects.toMatchObject({ code: 'token_malformed' })
  })

  it('writes as the user, and a policy refuses the rows of others', async () => {
    const writer = open().$withAuth(await tokenOf('writer'))
    const insert = writer.insert(todos).values({ userId: 'writer', title: 'w' }).returning(titles)
    expect(await insert).toEqual([{ title: 'w' }])
    expect(await writer.update(todos).set({ title: 'x' }).returning(titles)).toEqual([{ title: 'x' }])
    expect(await writer.delete(todos).returning(titles)).toEqual([{ title: 'x' }])
    const his = writer.insert(todos).values({ userId: 'bob', title: 'his' })
    await expect(his).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('runs a batch in one transaction', async () => {
    const db = open().$withAuth(alice)
    expect(await db.batch([db.select(titles).from(todos).orderBy(todos.id), db.$count(todos)])).toEqual([
      [{ title: 'a1' }, { title: 'a2' }],
      2,
    ])
    const failing = db.batch([
      db.insert(todos).values({ userId: 'alice', title: 'never' }),
      db.insert(todos).values({ userId: 'bob', title: 'his' }),
    ])
    await expect(failing).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await db.$count(todos)).toBe(2)
  })

  it('runs a transaction, which is rolled back, and joins one of the application’s', async () => {
    const db = open()
    const mine = db.$withAuth(alice)
    const own = { userId: 'alice', title: 'undone' }
    const undone = mine.transaction(async (tx) => {
      await tx.insert(todos).values(own)
      expect(await tx.$count(todos)).toBe(3)
      expect(await mine.$count(todos)).toBe(2)
      tx.rollback()
    })
    await expect(undone).rejects.toThrow()
    const outer = db.transaction(async (tx) => {
      const joined = db.$withAuth(alice, { in: tx })
      await joined.insert(todos).values(own)
      expect(await joined.$count(todos)).toBe(3)
      const login = await tx.execute(sql`select current_user = session_user as login`)
      expect(rowsOf(login)).toEqual([{ login: true }])
      tx.rollback()
    })
    await expect(outer).rejects.toThrow()
    expect(await mine.$count(todos)).toBe(2)
  })

  it('takes a single client', async () => {
    const client = createClient({ connectionString })
    await client.connect()
    try {
      const db = withAuth(drizzle({ client })).$withAuth(alice)
      expect(await db.$count(todos)).toBe(2)
      expect(await db.transaction((tx) => tx.$count(todos))).toBe(2)
    } finally {
      await client.end()
    }
  })

  it('refuses what hides its pool, with what to give Drizzle instead', () => {
    for (const db of [drizzle(), drizzle({ client: defaultClient })]) {
      expect(() => withAuth(db)).toThrow(
        /`sql` and `db` of @vercel\/postgres.*`drizzle\(\{ client: createPool\(\) \}\)`/,
      )
    }
  })
})
