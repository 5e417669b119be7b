import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { todoCounts } from '../src/views/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('views')
  await app.setUp(`insert into todos (user_id, title) values ('alice', 'a'), ('bob', 'b'), ('bob', 'c')`)
})
afterAll(() => app?.close())

it('counts the rows of the user', async () => {
  expect(await app.as('alice').select().from(todoCounts)).toEqual([{ done: false, todos: 1 }])
  expect(await app.as('bob').select().from(todoCounts)).toEqual([{ done: false, todos: 2 }])
  expect(await app.as('carol').select().from(todoCounts)).toEqual([])
  expect(await sqlState(app.visitor.select().from(todoCounts))).toBe(denied)
})

it('does the same as a function, for PostgreSQL 14', async () => {
  const { rows } = await app.as('bob').execute(sql`select done, todos::int from public.count_todos()`)
  expect(rows).toEqual([{ done: false, todos: 2 }])
})

it('asks the policy within the view, by the index', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(todoCounts)))
  expectIndexed(await app.explain(sql`select * from public.count_todos()`))
})

it.each(['alter view todo_counts reset (security_invoker)', 'alter function count_todos() security definer'])(
  'would count the rows of everybody: %s',
  async (change) => {
    const from = change.includes('view') ? sql`todo_counts` : sql`count_todos()`
    const seen = app.mistake(change, async (as) => {
      const { rows } = await as('alice').execute(sql`select todos::int from ${from}`)
      return rows
    })
    expect(await seen).toEqual([{ todos: 3 }])
  },
)
