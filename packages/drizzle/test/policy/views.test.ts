import { sql } from 'drizzle-orm'
import { pgMaterializedView, pgView } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { todos, todoTitles } from './samples.js'
import { type Database, openDatabase, user } from './support/database.js'

const plain = pgView('plain').as((query) => query.select({ title: todos.title }).from(todos))
const stored = pgMaterializedView('stored').as((query) => query.select({ title: todos.title }).from(todos))

let database: Database

beforeAll(async () => {
  // The first major version that knows security_invoker is 15.
  database = await openDatabase({ todos, todoTitles, plain, stored }, { version: 18 })
  await database.client.query(`
    insert into todos (user_id, title) values ('alice', 'a'), ('bob', 'b');
    refresh materialized view stored;
    create function titles() returns setof text stable security definer
      begin atomic select title from todos; end;
  `)
})
afterAll(() => database.close())

function titles(from: string): Promise<string[]> {
  return database.as(user('alice'), async () => {
    const { rows } = await database.db.execute<{ title: string }>(
      sql`select * from ${sql.raw(from)} as v (title)`,
    )
    return rows.map(({ title }) => title).sort()
  })
}

test('row 9: a security_invoker view shows the rows of the user', async () => {
  expect(await titles('todo_titles')).toEqual(['a'])
})

test.each(['plain', 'stored', 'titles()'])('row 9: %s shows the rows of everyone', async (from) => {
  expect(await titles(from)).toEqual(['a', 'b'])
})
