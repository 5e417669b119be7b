import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { objects } from '../src/storage/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('storage')
  await app.setUp(`insert into objects (key, size) values
    ('alice/a.png', 1), ('alice/deep/b.png', 1), ('alicent/c.png', 1), ('a_ice/d.png', 1)`)
})
afterAll(() => app?.close())

const keys = async (user: string) =>
  (await app.as(user).select({ key: objects.key }).from(objects).orderBy(objects.key)).map(({ key }) => key)
const put = (user: string, key: string) => app.as(user).insert(objects).values({ key, size: 1 })

it('shows the objects in the folder of the user', async () => {
  expect(await keys('alice')).toEqual(['alice/a.png', 'alice/deep/b.png'])
  expect(await keys('a_ice')).toEqual(['a_ice/d.png'])
  expect(await keys('ali')).toEqual([])
})

it('takes objects into the folder of the user, and moves them within', async () => {
  expect(await sqlState(put('bob', 'bob/a.png'))).toBe('no error')
  expect(await sqlState(put('bob', 'alice/z.png'))).toBe(denied)
  expect(await sqlState(put('bob', '/bob/z.png'))).toBe(denied)
  for (const key of ['bob/../alice/a.png', 'bob/./a.png', 'bob/a/..', 'bob/..']) {
    expect(await sqlState(put('bob', key))).toBe('23514')
  }
  expect(await sqlState(put('bob', 'bob/..a/...b/.c'))).toBe('no error')
  const move = (from: string, key: string) =>
    app.as('bob').update(objects).set({ key }).where(eq(objects.key, from))
  expect(await sqlState(move('bob/a.png', 'bob/b.png'))).toBe('no error')
  expect(await sqlState(move('bob/b.png', 'alice/b.png'))).toBe(denied)
})

it('finds objects by the index', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(objects)))
})

it.each([
  ["key like (select auth.user_id()) || '/%'", 'a_ice', 3],
  ['starts_with(key, (select auth.user_id()))', 'alice', 3],
])('would show the objects of others by %s', async (condition, user, count) => {
  const seen = app.mistake(
    `alter policy allow_authenticated_select on objects using (${condition})`,
    async (as) => (await as(user).execute(sql`select from objects`)).rowCount,
  )
  expect(await seen).toBe(count)
})
