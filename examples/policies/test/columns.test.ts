import { afterAll, beforeAll, expect, it } from 'vitest'
import { profiles, tasks } from '../src/columns/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, recursion, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('columns')
  await app.setUp(`
    insert into profiles values ('alice', 'Alice', 'free'), ('bob', 'Bob', 'paid');
    insert into tasks (author_id, assignee_id, title) values ('alice', 'bob', 'a');
  `)
})
afterAll(() => app?.close())

it('grants: changes the columns that are granted, of the own row', async () => {
  const rename = app
    .as('alice')
    .update(profiles)
    .set({ displayName: 'A.' })
    .returning({ userId: profiles.userId })
  expect(await rename).toEqual([{ userId: 'alice' }])
  expect(await sqlState(app.as('alice').update(profiles).set({ plan: 'paid' }))).toBe(denied)
})

it('grants: leaves a new row to the policy', async () => {
  const join = (plan?: string) =>
    app
      .as('carol')
      .insert(profiles)
      .values({ displayName: 'C', ...(plan && { plan }) })
  expect(await sqlState(join('paid'))).toBe(denied)
  expect(await sqlState(join())).toBe('no error')
})

it('trigger: lets the assignee change the status, and the author all but the author', async () => {
  const set = (user: string, values: Partial<typeof tasks.$inferInsert>) =>
    sqlState(app.as(user).update(tasks).set(values))
  expect(await set('bob', { status: 'done' })).toBe('no error')
  expect(await set('bob', { title: 'x' })).toBe(denied)
  expect(await set('bob', { authorId: 'bob' })).toBe(denied)
  expect(await set('alice', { title: 'x', status: 'open' })).toBe('no error')
  // She would still be involved, as its assignee.
  expect(await set('alice', { authorId: 'bob', assigneeId: 'alice', title: 'by bob' })).toBe(denied)
  expect(await app.as('carol').$count(tasks)).toBe(0)
  expect(await app.setUp(`update tasks set title = 'by a job' returning title`)).toHaveLength(1)
})

it('finds tasks by the indexes', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(tasks)))
})

it('would not take a column out of a grant on the table', async () => {
  const outcome = app.mistake(
    `grant update on profiles to authenticated; revoke update (plan) on profiles from authenticated`,
    (as) => as('alice').update(profiles).set({ plan: 'paid' }).returning({ plan: profiles.plan }),
  )
  expect(await outcome).toEqual([{ plan: 'paid' }])
})

it('could look up in the policy what was there before, if reading took no sub-select', async () => {
  const lookUp = `grant update on profiles to authenticated;
    alter policy allow_authenticated_update on profiles with check (
      plan = (select p.plan from profiles p where p.user_id = profiles.user_id));`
  const ownRows =
    'alter policy allow_authenticated_select on profiles using (user_id = (select auth.user_id()))'
  const upgrade = (change: string) =>
    app.mistake(change, (as) => sqlState(as('alice').update(profiles).set({ plan: 'paid' })))
  expect(await upgrade(lookUp)).toBe(denied)
  expect(await upgrade(lookUp + ownRows)).toBe(recursion)
})
