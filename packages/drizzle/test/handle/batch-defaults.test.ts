import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { bigint, pgTable, text } from 'drizzle-orm/pg-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterEach(async () => {
  await database.owner.query("delete from todos where user_id = 'asker'")
})
afterAll(() => database?.close())

const asker = trustClaims({ sub: 'asker' })
const open = () => withAuth(drizzle({ client: database.pool })).$withAuth(asker)
type Handle = ReturnType<typeof open>

/** What runs while a batch builds its items: a query of the same handle, in each form there is. */
const queries: [name: string, run: (db: Handle) => PromiseLike<unknown>][] = [
  ['a select', (db) => db.select().from(todos)],
  ['a count', (db) => db.$count(todos)],
  ['raw SQL', (db) => db.execute(sql`select 1`)],
  ['a prepared query', (db) => db.select().from(todos).prepare('while_built').execute()],
  ['a batch', (db) => db.batch([db.$count(todos), db.execute(sql`select 1`)])],
  ['a transaction', (db) => db.transaction(async (tx) => tx.$count(todos))],
]

/** The todos with a default that runs a query, as an application looks a sequence up, say. */
function asking(run: () => PromiseLike<unknown>) {
  const ran: PromiseLike<unknown>[] = []
  const table = pgTable('todos', {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id').notNull(),
    title: text()
      .notNull()
      .$defaultFn(() => {
        // At once: `then` starts a query, and `Promise.resolve` would call it later.
        ran.push(run().then(() => undefined))
        return 'by default'
      }),
  })
  return { ran, table }
}

describe.each(queries)('a default that runs %s of the same handle', (_, run) => {
  const stored = async () =>
    (await database.owner.query("select title from todos where user_id = 'asker'")).rows

  it('row 39: leaves its insert in the batch: a batch that fails leaves nothing behind', async () => {
    const db = open()
    const { ran, table } = asking(() => run(db))
    const insert = () => db.insert(table).values({ userId: 'asker' })
    for (const items of [
      [insert(), db.execute(sql`select 1/0`)],
      [db.execute(sql`select 1/0`), insert()],
      [db.$count(todos), insert(), insert(), db.execute(sql`select 1/0`)],
    ]) {
      await expect(db.batch(items)).rejects.toMatchObject({ cause: { code: '22012' } })
      await Promise.all(ran)
      expect(await stored()).toEqual([])
    }
    expect(ran.length).toBeGreaterThan(0)
  })

  it('changes nothing of what the batch gives', async () => {
    const db = open()
    const { ran, table } = asking(() => run(db))
    const transaction = sql`select txid_current()::text as tx`
    const [before, rows, after] = await db.batch([
      db.execute(transaction),
      db.insert(table).values({ userId: 'asker' }).returning({ title: table.title }),
      db.execute(transaction),
    ])
    expect(rows).toEqual([{ title: 'by default' }])
    expect(rowsOf(before)).toEqual(rowsOf(after))
    await Promise.all(ran)
    expect(await stored()).toEqual([{ title: 'by default' }])
  })
})
