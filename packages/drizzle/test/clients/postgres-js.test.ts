import { trustClaims } from '@rowauth/core'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
import { eq, placeholder, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notes, startTodoDatabase, type TodoDatabase, todos, totals } from '../support/todo-database.js'

let database: TodoDatabase
let client: postgres.Sql
beforeAll(async () => {
  database = await startTodoDatabase()
  client = postgres(database.url, { max: 4 })
})
afterAll(async () => {
  await postgresJs(client).end()
  await client?.end()
  await database?.close()
})

const open = () => withAuth(drizzle({ client }))
const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })
const mine = (title: string) => ({ userId: 'alice', title })
const titles = { title: todos.title }

describe('postgres.js', () => {
  it('gives the rows of the user', async () => {
    const db = open().$withAuth(alice)
    expect(await db.select(titles).from(todos).orderBy(todos.title)).toEqual([
      { title: 'a1' },
      { title: 'a2' },
    ])
    expect(await db.$count(todos)).toBe(2)
    expect(await open().$withAuth(null).select(titles).from(todos)).toEqual([{ title: 'public' }])
    const joined = db
      .select({ title: todos.title, body: notes.body })
      .from(todos)
      .leftJoin(notes, eq(notes.todoId, todos.id))
      .where(eq(todos.title, 'a1'))
    expect(await joined).toEqual([{ title: 'a1', body: 'note of a1' }])
    const named = async (queries: AuthQueries<ReturnType<typeof open>>) => queries.select(titles).from(todos)
    expect(await named(open().$withAuth(bob))).toEqual([{ title: 'b1' }])
  })

  it('runs prepared queries, each run as its user', async () => {
    const byTitle = (who: typeof alice) =>
      open()
        .$withAuth(who)
        .select(titles)
        .from(todos)
        .where(eq(todos.title, placeholder('title')))
        .prepare('by_title')
    const [alices, bobs] = [byTitle(alice), byTitle(bob)]
    for (let run = 0; run < 3; run += 1) {
      expect(await alices.execute({ title: 'a1' })).toEqual([{ title: 'a1' }])
      expect(await bobs.execute({ title: 'a1' })).toEqual([])
    }
  })

  it('inserts, updates and deletes with what they return', async () => {
    const db = open().$withAuth(alice)
    const [inserted] = await db
      .insert(todos)
      .values([mine('x'), mine('y')])
      .returning()
    expect(inserted).toEqual({ id: expect.any(Number), ...mine('x') })
    const updated = db.update(todos).set({ title: 'z' }).where(eq(todos.title, 'x')).returning(titles)
    expect(await updated).toEqual([{ title: 'z' }])
    const deleted = await db.delete(todos).where(sql`${todos.title} in ('z', 'y')`)
    expect({ count: deleted.count, command: deleted.command, rows: [...deleted] }).toEqual({
      count: 2,
      command: 'DELETE',
      rows: [],
    })
  })

  it('rejects with postgres.js’ own error in Drizzle’s', async () => {
    const failing = open().$withAuth(alice).insert(todos).values({ userId: 'bob', title: 'planted' })
    const error = await failing.catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      query: expect.stringContaining('insert into'),
      cause: { code: '42501', name: 'PostgresError', severity: 'ERROR' },
    })
    expect((error as Error).cause).toBeInstanceOf(postgres.PostgresError)
    const foreign = open().$withAuth(alice).insert(notes).values({ todoId: -1, body: 'none' })
    await expect(foreign).rejects.toMatchObject({
      cause: { code: '42501' },
    })
  })

  it('runs a batch in one transaction', async () => {
    const db = open().$withAuth(alice)
    const [rows, count, raw] = await db.batch([
      db.insert(todos).values(mine('batch')).returning(titles),
      db.$count(todos),
      db.execute(sql`select auth.user_id() as id`),
    ])
    expect([rows, count, [...raw]]).toEqual([[{ title: 'batch' }], 3, [{ id: 'alice' }]])
    const failing = db.batch([
      db.insert(todos).values(mine('never')),
      db.insert(todos).values({ userId: 'bob', title: 'his' }),
    ])
    await expect(failing).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await db.delete(todos).where(eq(todos.title, 'batch')).returning(titles)).toHaveLength(1)
    expect(await db.$count(todos)).toBe(2)
  })

  it('runs a transaction with savepoints', async () => {
    const db = open().$withAuth(alice)
    const undone = db.transaction(async (tx) => {
      await tx.insert(todos).values(mine('kept'))
      const nested = tx.transaction(async (inner) => {
        await inner.insert(todos).values(mine('undone'))
        inner.rollback()
      })
      await expect(nested).rejects.toThrow()
      expect(await tx.$count(todos)).toBe(3)
      await tx.execute(sql`select ${'a value'}::text`)
      tx.rollback()
    })
    await expect(undone).rejects.toThrow()
    expect(await db.$count(todos)).toBe(2)
    const isolated = db.transaction((tx) => tx.execute(sql`show transaction_isolation`), {
      isolationLevel: 'serializable',
    })
    expect([...(await isolated)]).toEqual([{ transaction_isolation: 'serializable' }])
  })

  it('cannot join a transaction of postgres.js', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      expect(() => db.$withAuth(alice, { in: tx })).toThrow(expect.objectContaining({ code: 'unsupported' }))
    })
  })

  it('takes a driver with options, and observers', async () => {
    const seen: unknown[] = []
    const db = withAuth(drizzle({ client }), {
      driver: (own) => postgresJs(own, { prepare: false }),
      onQuery: ({ role, rows }) => seen.push([role, rows]),
    })
    await db.$withAuth(alice).select(titles).from(todos)
    expect(seen).toEqual([['authenticated', 2]])
    await expect(db.$withAuth(alice).refreshMaterializedView(totals)).rejects.toMatchObject({
      cause: { code: '42501' },
    })
  })

  it('works as Supabase’s guide and Drizzle’s ways of connecting have it', async () => {
    // A pooler in transaction mode: nothing may be prepared.
    const pooled = postgres(`${database.url}?idle_timeout=1`, { prepare: false, ssl: false })
    const databases = [
      drizzle({ client: pooled }),
      drizzle(database.url),
      drizzle({ connection: database.url }),
      drizzle({ connection: { url: database.url, max: 1 } }),
    ]
    for (const plain of databases) {
      const rows = await withAuth(plain).$withAuth(bob).select(titles).from(todos)
      expect(rows).toEqual([{ title: 'b1' }])
      await postgresJs(plain.$client).end()
      await plain.$client.end()
    }
  })
})
