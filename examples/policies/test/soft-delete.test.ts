import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { notes } from '../src/soft-delete/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { type Handle, openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('soft-delete')
})
beforeEach(async () => {
  await app.setUp(
    `truncate notes; insert into notes (user_id, body) values ('alice', 'a'), ('alice', 'b'), ('bob', 'c')`,
  )
})
afterAll(() => app?.close())

// #region remove
const remove = (as: Handle, body: string) =>
  as.update(notes).set({ deletedAt: sql`now()` }).where(eq(notes.body, body)).returning({ body: notes.body })
// #endregion remove

it('hides what was deleted, and keeps it', async () => {
  expect(await remove(app.as('alice'), 'a')).toEqual([{ body: 'a' }])
  expect(await app.as('alice').select({ body: notes.body }).from(notes)).toEqual([{ body: 'b' }])
  expect(await app.setUp('select body from notes order by body')).toHaveLength(3)
})

it("deletes nothing of somebody else's, nothing for good, and brings nothing back", async () => {
  expect(await remove(app.as('alice'), 'c')).toEqual([])
  expect(await sqlState(app.as('alice').delete(notes))).toBe(denied)
  await remove(app.as('alice'), 'a')
  expect(
    await app.as('alice').update(notes).set({ deletedAt: null }).returning({ body: notes.body }),
  ).toEqual([{ body: 'b' }])
})

it('takes the time of the database alone', async () => {
  const date = app.as('alice').update(notes).set({ deletedAt: new Date() })
  expect(await sqlState(date)).toBe(denied)
})

it('finds notes by the index', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(notes)))
})

it('would refuse to delete if what is deleted could never be read', async () => {
  const outcome = app.mistake(
    `alter policy allow_authenticated_select on notes
       using (user_id = (select auth.user_id()) and deleted_at is null)`,
    (as) => sqlState(remove(as('alice'), 'a')),
  )
  expect(await outcome).toBe(denied)
})
