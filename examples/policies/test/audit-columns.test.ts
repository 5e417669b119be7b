import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { articles } from '../src/audit-columns/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('audit-columns')
})
beforeEach(() => app.setUp('truncate articles'))
afterAll(() => app?.close())

const long = new Date(0)
const forged = { title: 'a', createdBy: 'bob', createdAt: long, updatedBy: 'bob', updatedAt: long }

it('says who wrote a row and when, whatever the user says', async () => {
  const [written] = await app.as('alice').insert(articles).values(forged).returning()
  expect(written).toMatchObject({ createdBy: 'alice', updatedBy: 'alice' })
  expect(written?.createdAt).not.toEqual(long)
  expect(written?.updatedAt).not.toEqual(long)
})

it('says who changed it, and keeps who wrote it', async () => {
  const [written] = await app.as('alice').insert(articles).values({ title: 'a' }).returning()
  const [changed] = await app.as('alice').update(articles).set(forged).returning()
  expect(changed).toMatchObject({ createdBy: 'alice', createdAt: written?.createdAt, updatedBy: 'alice' })
  expect(changed?.updatedAt).not.toEqual(long)
})

it('takes what a job says, which is nobody', async () => {
  const rows =
    await app.setUp(`insert into articles (title, created_by, updated_by) values ('a', 'import', 'import')
    returning created_by`)
  expect(rows).toEqual([{ created_by: 'import' }])
})

it('shows articles to everybody who is signed in, and finds those to change by the index', async () => {
  await app.as('alice').insert(articles).values({ title: 'a' })
  expect(await app.as('bob').$count(articles)).toBe(1)
  expect(await app.as('bob').update(articles).set({ title: 'x' }).returning()).toEqual([])
  expectIndexed(await app.explain(app.as('alice').delete(articles)))
})

it('would believe the user if there were defaults alone', async () => {
  const outcome = app.mistake(
    `drop trigger stamp on articles;
     alter policy allow_authenticated_insert on articles with check ((select auth.user_id()) is not null)`,
    (as) => as('alice').insert(articles).values(forged).returning({ createdBy: articles.createdBy }),
  )
  expect(await outcome).toEqual([{ createdBy: 'bob' }])
})

it('would refuse every insert of Drizzle, which names all columns, if the grant named some', async () => {
  const outcome = app.mistake(
    `revoke insert on articles from authenticated; grant insert (title) on articles to authenticated`,
    (as) => sqlState(as('alice').insert(articles).values({ title: 'a' })),
  )
  expect(await outcome).toBe(denied)
})
