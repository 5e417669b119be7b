import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { eq, placeholder, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notes, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const titles = { title: todos.title }

/** A database whose session counts how often it prepares a query. */
function counted() {
  const plain = drizzle({ client: database.pool })
  const { session } = plain as unknown as { session: { prepareQuery(...args: unknown[]): unknown } }
  const { prepareQuery } = session
  let prepared = 0
  session.prepareQuery = function (...args) {
    prepared += 1
    return prepareQuery.apply(this, args)
  }
  const db = withAuth(plain)
  const cost = async (call: () => PromiseLike<unknown>) => {
    prepared = 0
    await call()
    return prepared
  }
  return { db, cost }
}

describe('a query is prepared', () => {
  it('once when it runs, as it is in Drizzle', async () => {
    const { db, cost } = counted()
    const handle = db.$withAuth(alice)
    const calls = [
      () => handle.select(titles).from(todos),
      () => handle.$count(todos),
      () => handle.execute(sql`select 1`),
      () => handle.update(todos).set({ title: sql`title` }),
      () => handle.transaction((tx) => tx.select(titles).from(todos)),
      () => handle.batch([handle.select(titles).from(todos)]),
    ]
    for (const call of calls) expect(await cost(call)).toBe(1)
  })

  it('once, however often it runs afterwards', async () => {
    const { db, cost } = counted()
    const handle = db.$withAuth(alice)
    const query = handle.select(titles).from(todos).prepare('mine_once')
    expect(await cost(async () => [await query.execute(), await query.execute()])).toBe(0)
    expect(await cost(() => handle.batch([query, query]))).toBe(0)
  })
})

describe('a prepared query that runs many times at once', () => {
  const byTitle = (db: ReturnType<ReturnType<typeof counted>['db']['$withAuth']>) =>
    db
      .select({ ...titles, id: sql<string>`auth.user_id()`, as: sql<string>`${placeholder('as')}::text` })
      .from(todos)
      .leftJoin(notes, eq(notes.todoId, todos.id))
      .where(eq(todos.title, placeholder('title')))

  it('gives each run the rows for its own values', async () => {
    const { db } = counted()
    const query = byTitle(db.$withAuth(alice)).prepare('rows_of_one')
    const runs = Array.from({ length: 40 }, async (_, n) => {
      const title = n % 2 === 0 ? 'a1' : 'a2'
      expect(await query.execute({ title, as: `${n}` })).toEqual([{ title, id: 'alice', as: `${n}` }])
    })
    await Promise.all(runs)
  })

  it('runs each as whoever the token function names then, and mixes nobody with anybody', async () => {
    const names = ['alice', 'bob', 'carol']
    const { db } = counted()
    const handles = names.map((sub) => db.$withAuth(trustClaims({ sub })))
    const queries = handles.map((handle) =>
      handle
        .select({ id: sql<string>`auth.user_id()`, ...titles })
        .from(todos)
        .orderBy(todos.id)
        .prepare('by_name'),
    )
    const rows = { alice: ['a1', 'a2'], bob: ['b1'], carol: ['public'] } as Record<string, string[]>
    const runs = Array.from({ length: 60 }, async (_, n) => {
      const name = names[n % 3] as string
      const handle = handles[n % 3]
      const query = queries[n % 3]
      const expected = rows[name]?.map((title) => ({ id: name, title }))
      expect(await query?.execute()).toEqual(expected)
      expect(await handle?.batch([query as never, handle.$count(todos)])).toEqual([
        expected,
        expected?.length,
      ])
    })
    await Promise.all(runs)
  })

  it('one that fails fails alone', async () => {
    const { db } = counted()
    const handle = db.$withAuth(alice)
    const query = handle
      .select({ n: sql<number>`10 / ${placeholder('by')}::int` })
      .from(todos)
      .prepare('divided')
    const outcomes = await Promise.allSettled([0, 5, 0, 2].map((by) => query.execute({ by })))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ value: [{ n: 2 }, { n: 2 }] })
    expect(outcomes[3]).toMatchObject({ value: [{ n: 5 }, { n: 5 }] })
  })
})
