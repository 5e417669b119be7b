import { createVerifier, trustClaims } from '@rowauth/core'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { eq, placeholder, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { type NeonWebSocket, startNeonWebSocket } from '../support/neon-websocket.js'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let neon: NeonWebSocket
let issuer: TestIssuer
beforeAll(async () => {
  database = await startTodoDatabase()
  neon = await startNeonWebSocket(database.url)
  issuer = await createTestIssuer()
})
afterAll(async () => {
  await issuer?.close()
  await neon?.close()
  await database?.close()
})

const alice = trustClaims({ sub: 'alice' })
const titles = { title: todos.title }
const who = sql`select current_user as role, auth.user_id() as id`
const open = () =>
  withAuth(drizzle({ client: neon.pool }), { verifier: createVerifier({ jwks: issuer.jwksUrl }) })

describe('$withAuth over neon-serverless', () => {
  it('gives the rows of the user, by every query method', async () => {
    const db = open().$withAuth(alice)
    expect(await db.select(titles).from(todos).orderBy(todos.id)).toEqual([{ title: 'a1' }, { title: 'a2' }])
    expect(await db.$count(todos)).toBe(2)
    expect(rowsOf(await db.execute(who))).toEqual([{ role: 'authenticated', id: 'alice' }])
    const mine = db.$with('mine').as(db.select().from(todos))
    expect(await db.with(mine).select().from(mine)).toHaveLength(2)
    const byTitle = db
      .select(titles)
      .from(todos)
      .where(eq(todos.title, placeholder('title')))
      .prepare('by_title')
    expect(await byTitle.execute({ title: 'a2' })).toEqual([{ title: 'a2' }])
    expect(await byTitle.execute({ title: 'b1' })).toEqual([])
    const writer = open().$withAuth(await issuer.token({ sub: 'writer' }))
    const insert = writer.insert(todos).values({ userId: 'writer', title: 'w' }).returning(titles)
    expect(await insert).toEqual([{ title: 'w' }])
    expect(await writer.update(todos).set({ title: 'x' }).returning(titles)).toEqual([{ title: 'x' }])
    expect(await writer.delete(todos).returning(titles)).toEqual([{ title: 'x' }])
    expect(await open().$withAuth(null).select(titles).from(todos)).toEqual([{ title: 'public' }])
    const titlesOf = async (queries: AuthQueries<ReturnType<typeof open>>) =>
      queries.select(titles).from(todos)
    expect(await titlesOf(db)).toHaveLength(2)
    expect(await db.transaction((tx) => titlesOf(tx))).toHaveLength(2)
  })

  it('runs a batch in one transaction', async () => {
    const db = open().$withAuth(alice)
    const [rows, count, raw] = await db.batch([
      db.select(titles).from(todos),
      db.$count(todos),
      db.execute(who),
    ])
    expectTypeOf(rows).toEqualTypeOf<{ title: string }[]>()
    expect([rows.length, count, rowsOf(raw)]).toEqual([2, 2, [{ role: 'authenticated', id: 'alice' }]])
    const failing = db.batch([
      db.insert(todos).values({ userId: 'alice', title: 'never' }),
      db.insert(todos).values({ userId: 'bob', title: 'his' }),
    ])
    await expect(failing).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await db.$count(todos)).toBe(2)
  })

  it('runs a transaction with savepoints, and joins one of the application’s', async () => {
    const db = open()
    const mine = db.$withAuth(alice)
    const own = (title: string) => ({ userId: 'alice', title })
    const undone = mine.transaction(async (tx) => {
      await tx.insert(todos).values(own('kept'))
      const inner = tx.transaction(async (nested) => {
        await nested.insert(todos).values(own('undone'))
        nested.rollback()
      })
      await expect(inner).rejects.toThrow()
      expect(await tx.$count(todos)).toBe(3)
      tx.rollback()
    })
    await expect(undone).rejects.toThrow()
    expect(await mine.$count(todos)).toBe(2)
    const outer = db.transaction(async (tx) => {
      const joined = db.$withAuth(alice, { in: tx })
      await joined.insert(todos).values(own('joined'))
      expect(await joined.$count(todos)).toBe(3)
      expect(rowsOf(await tx.execute(sql`select current_user = session_user as login`))).toEqual([
        { login: true },
      ])
      tx.rollback()
    })
    await expect(outer).rejects.toThrow()
    expect(await mine.$count(todos)).toBe(2)
  })

  it('takes a client, also before it is connected', async () => {
    const client = neon.client()
    const db = withAuth(drizzle({ client })).$withAuth(alice)
    const early = db.$count(todos)
    await client.connect()
    expect(await early).toBe(2)
    expect(await Promise.all([db.$count(todos), db.transaction((tx) => tx.$count(todos))])).toEqual([2, 2])
  })

  it('takes a driver of the application’s, and observers', async () => {
    const seen: string[] = []
    const db = withAuth(drizzle({ client: neon.pool }), {
      driver: (client) => neonServerless(client, { prepare: false }),
      onQuery: ({ text, roundTrips }) => seen.push(`${roundTrips}: ${text}`),
    })
    await db.$withAuth(alice).execute(sql`select 1`)
    expect(seen).toEqual(['1: select 1'])
  })

  it('row 17: a handle has neither the client nor what would send without the token', () => {
    const handle = open().$withAuth(alice)
    expect(handle).not.toHaveProperty('$client')
    expectTypeOf(handle).not.toHaveProperty('$client')
  })

  it('errors keep their SQLSTATE, in Drizzle’s wrapping', async () => {
    const failing = open().$withAuth(alice).execute(sql`select 1/0`)
    await expect(failing).rejects.toMatchObject({ cause: { code: '22012' } })
  })
})
