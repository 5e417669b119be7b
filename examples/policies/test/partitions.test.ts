import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { events, notes } from '../src/partitions/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('partitions')
  await app.setUp(`
    insert into events (at, user_id, name) values ('2026-05-01', 'alice', 'a'), ('2026-05-01', 'bob', 'b');
    insert into notes (user_id, body) values ('alice', 'new');
    insert into old_notes (user_id, body) values ('alice', 'old'), ('bob', 'old');
  `)
})
afterAll(() => app?.close())

const children = ['events_2026', 'events_rest', 'old_notes'].map((name) => sql.identifier(name))

it('asks the policies of the parent of every row', async () => {
  expect(await app.as('alice').$count(events)).toBe(1)
  expect(await sqlState(app.as('alice').insert(events).values({ name: 'now' }))).toBe('no error')
  expect(await sqlState(app.as('alice').insert(events).values({ name: 'x', userId: 'bob' }))).toBe(denied)
})

it('asks them of the rows of tables that inherit', async () => {
  expect((await app.as('alice').select().from(notes)).map(({ body }) => body).sort()).toEqual(['new', 'old'])
  expect(await app.as('bob').update(notes).set({ body: 'mine' }).returning({ body: notes.body })).toEqual([
    { body: 'mine' },
  ])
})

it.each(children)('refuses the way around the parent: $value', async (child) => {
  expect(await sqlState(app.as('alice').execute(sql`select from ${child}`))).toBe(denied)
})

it('shows nothing there even with a grant', async () => {
  const seen = app.mistake('grant select on all tables in schema public to authenticated', (as) =>
    as('alice').$count(sql`events_2026`),
  )
  expect(await seen).toBe(0)
})

it('finds events by the index of each partition', async () => {
  const plan = await app.explain(app.as('alice').select().from(events))
  expectIndexed(plan)
  expect(plan.match(/Index Cond/g)).toHaveLength(2)
})

it('would show everything there with a grant, without row-level security on the partition', async () => {
  const seen = app.mistake(
    `create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01');
     insert into events (at, user_id, name) values ('2027-05-01', 'bob', 'x');
     grant select on all tables in schema public to authenticated`,
    (as) => as('alice').$count(sql`events_2027`),
  )
  expect(await seen).toBe(1)
})
