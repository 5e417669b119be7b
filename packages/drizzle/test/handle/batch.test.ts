import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { DrizzleQueryError, eq, placeholder, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const titles = { title: todos.title }
const open = (who: Parameters<ReturnType<typeof withAuth>['$withAuth']>[0] = alice) =>
  withAuth(drizzle({ client: database.pool })).$withAuth(who)

/** A value that Drizzle cannot write makes it throw while it builds the SQL, before there is a promise. */
const dates = pgTable('dates', { at: timestamp(), note: text() })
const notADate = 'yesterday' as unknown as Date

describe('a batch with an item that cannot start', () => {
  const broken = [
    [
      'a value that Drizzle cannot write',
      (db: ReturnType<typeof open>) => db.insert(dates).values({ at: notADate }),
    ],
    ['a select without a table', (db: ReturnType<typeof open>) => db.select()],
    ['an insert without values', (db: ReturnType<typeof open>) => db.insert(todos)],
    [
      'a prepared statement without its value',
      (db: ReturnType<typeof open>) =>
        db
          .select()
          .from(todos)
          .where(eq(todos.title, placeholder('title')))
          .prepare('unfilled'),
    ],
    ['the handle itself', (db: ReturnType<typeof open>) => db],
  ] as const

  it.each(broken)('%s: rejects, and the next query of the handle runs', async (_, item) => {
    const db = open()
    const bad = () => item(db) as never
    for (const items of [[bad()], [db.$count(todos), bad()], [bad(), db.$count(todos)]]) {
      await expect(db.batch(items)).rejects.toThrow()
      expect(await db.select(titles).from(todos).orderBy(todos.id)).toEqual([
        { title: 'a1' },
        { title: 'a2' },
      ])
      expect(await db.batch([db.$count(todos)])).toEqual([2])
    }
  })

  it('sends none of its other items', async () => {
    const db = open(trustClaims({ sub: 'half' }))
    const insert = db.insert(todos).values({ userId: 'half', title: 'never' })
    await expect(db.batch([insert, db.insert(dates).values({ at: notADate })])).rejects.toThrow()
    expect(await db.$count(todos)).toBe(0)
  })
})

describe('a batch', () => {
  it('takes one item twice, and one that was awaited before', async () => {
    const db = open()
    const query = db.select(titles).from(todos).orderBy(todos.id)
    const expected = [{ title: 'a1' }, { title: 'a2' }]
    expect(await query).toEqual(expected)
    expect(await db.batch([query, query])).toEqual([expected, expected])
    expect(await query).toEqual(expected)
  })

  it('mixes with nothing that runs beside it on the same handle', async () => {
    const users = ['alice', 'bob']
    let calls = 0
    const db = open(null)
    const handles = users.map((sub) => open(trustClaims({ sub })))
    const who = sql`select auth.user_id() as id, txid_current()::text as tx`
    const runs = handles.flatMap((handle) =>
      Array.from({ length: 5 }, async () => {
        calls += 1
        const [batch, single, other] = await Promise.all([
          handle.batch([handle.execute(who), handle.execute(who), handle.execute(who)]),
          handle.execute(who),
          handle.batch([handle.execute(who)]),
        ])
        return [...batch, single, ...other].map((result) => rowsOf(result)[0] as { id: string; tx: string })
      }),
    )
    const seen = await Promise.all(runs)
    for (const [index, rows] of seen.entries()) {
      expect(rows.map(({ id }) => id)).toEqual(Array(5).fill(users[index < 5 ? 0 : 1]))
      const [a, b, c, single, other] = rows.map(({ tx }) => tx)
      expect([b, c]).toEqual([a, a])
      expect(new Set([a, single, other]).size).toBe(3)
    }
    expect(calls).toBe(10)
    expect(await db.$count(todos)).toBe(1)
  })

  it('asks a token function once', async () => {
    let asked = 0
    const db = withAuth(drizzle({ client: database.pool })).$withAuth(() => {
      asked += 1
      return null
    })
    await db.batch([db.$count(todos), db.$count(todos), db.execute(sql`select 1`)])
    expect(asked).toBe(1)
    await db.transaction(async (tx) => [await tx.$count(todos), await tx.$count(todos)])
    expect(asked).toBe(2)
  })

  it('tells in its error what Drizzle would tell of each of its queries, and no more', async () => {
    const db = open()
    const failing = () => db.execute(sql`select ${'marker-parameter'}::text, 1/0`)
    const alone = await failing().then(
      () => expect.unreachable(),
      (reason: unknown) => reason as DrizzleQueryError,
    )
    const batched = await db.batch([db.$count(todos), failing()]).then(
      () => expect.unreachable(),
      (reason: unknown) => reason as DrizzleQueryError,
    )
    expect(batched).toBeInstanceOf(DrizzleQueryError)
    expect(batched).toMatchObject({ cause: { code: '22012' } })
    expect(batched.query).toContain(alone.query)
    expect(batched.message.includes('marker-parameter')).toBe(alone.message.includes('marker-parameter'))
    expect(JSON.stringify(batched.params ?? [])).toBe(JSON.stringify(alone.params ?? []))
  })

  it('runs 2,000 queries and maps each', async () => {
    const db = open()
    const results = await db.batch(
      Array.from({ length: 2000 }, (_, n) => db.execute(sql`select ${n}::int as n, auth.user_id() as id`)),
    )
    expect(results.map((result) => rowsOf(result)[0])).toEqual(
      Array.from({ length: 2000 }, (_, n) => ({ n, id: 'alice' })),
    )
  })
})
