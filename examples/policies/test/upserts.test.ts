import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pages, preferences, reports } from '../src/upserts/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { type Handle, openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('upserts')
  await app.setUp(`insert into pages values ('home', 'alice', 'of alice')`)
})
afterAll(() => app?.close())

// #region prefer
const prefer = (as: Handle, value: string) =>
  as
    .insert(preferences)
    .values({ name: 'theme', value })
    .onConflictDoUpdate({ target: [preferences.userId, preferences.name], set: { value } })
    .returning({ value: preferences.value })
// #endregion prefer

const write = (as: Handle) => as.insert(pages).values({ slug: 'home', body: 'taken over' })

it("inserts, and then updates, each user's own row", async () => {
  expect(await prefer(app.as('alice'), 'dark')).toEqual([{ value: 'dark' }])
  expect(await prefer(app.as('alice'), 'light')).toEqual([{ value: 'light' }])
  expect(await prefer(app.as('bob'), 'dark')).toEqual([{ value: 'dark' }])
  expect(await app.setUp('select from preferences')).toHaveLength(2)
})

it("refuses to meet a row of somebody else's", async () => {
  const upsert = write(app.as('bob')).onConflictDoUpdate({ target: pages.slug, set: { body: 'taken over' } })
  expect(await sqlState(upsert)).toBe(denied)
  expect(await app.setUp('select body from pages')).toEqual([{ body: 'of alice' }])
})

it('skips such a row with do nothing, and says by that that it exists', async () => {
  expect(await write(app.as('bob')).onConflictDoNothing().returning()).toEqual([])
  expect(await sqlState(write(app.as('bob')))).toBe('23505')
})

it('writes where it cannot read, if nothing is to be returned', async () => {
  const report = () => app.as('alice').insert(reports).values({ text: 'it broke' })
  expect(await sqlState(report())).toBe('no error')
  expect(await sqlState(report().returning({ id: reports.id }))).toBe(denied)
})

it('would refuse a second time without a policy for update, and for select from the first', async () => {
  const upsert = (as: Handle) =>
    as
      .insert(preferences)
      .values({ name: 'theme', value: 'dark' })
      .onConflictDoUpdate({ target: [preferences.userId, preferences.name], set: { value: 'dark' } })
  const without = (command: string, user: string) =>
    app.mistake(`drop policy allow_authenticated_${command} on preferences`, (as) =>
      sqlState(upsert(as(user))),
    )
  expect(await without('update', 'carol')).toBe('no error')
  expect(await without('update', 'alice')).toBe(denied)
  expect(await without('select', 'carol')).toBe(denied)
})

it('finds preferences by the index', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(preferences)))
  expectIndexed(await app.explain(sql`update pages set body = 'x'`))
})
