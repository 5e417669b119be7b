import { trustClaims } from '@rowauth/core'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documents, links, shares } from '../src/sharing/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe
let id: string
let secret: string

const later = new Date(Date.now() + 3_600_000)
const before = new Date(Date.now() - 1000)

beforeAll(async () => {
  app = await openRecipe('sharing')
  await app.setUp(`insert into documents (owner_id, title) values ('bob', 'of bob'), ('alice', 'of alice')`)
  const alice = app.as('alice')
  id = (await alice.select().from(documents))[0]?.id ?? ''
  const link = await alice.insert(links).values({ documentId: id, expiresAt: later }).returning()
  secret = link[0]?.secret ?? ''
})
afterAll(() => app?.close())

const share = (userId: string, more: { canEdit?: boolean; expiresAt?: Date } = {}) =>
  app
    .as('alice')
    .insert(shares)
    .values({ documentId: id, userId, expiresAt: later, ...more })

it('shows what was shared, until it expires', async () => {
  await share('carol')
  await share('dave', { expiresAt: before })
  expect(await app.as('carol').select({ title: documents.title }).from(documents)).toEqual([
    { title: 'of alice' },
  ])
  expect(await app.as('dave').$count(documents)).toBe(0)
  expect(await app.as('alice').$count(documents)).toBe(1)
})

it('lets a guest edit if the owner says so, but not own', async () => {
  await share('erin', { canEdit: true })
  const rename = (user: string) =>
    app.as(user).update(documents).set({ title: 'new' }).returning({ id: documents.id })
  expect(await rename('erin')).toEqual([{ id }])
  expect(await rename('carol')).toEqual([])
  expect(await sqlState(app.as('erin').update(documents).set({ ownerId: 'erin' }))).toBe(denied)
})

it('keeps a document from who edits it by its shares, too, where a grant is for all columns', async () => {
  const outcome = app.mistake('grant update on documents to authenticated', (as) =>
    sqlState(as('erin').update(documents).set({ ownerId: 'erin' })),
  )
  expect(await outcome).toBe('23503')
})

it("shares no document of somebody else's", async () => {
  const [{ id: ofBob } = { id: '' }] = await app.as('bob').select().from(documents)
  const values = { documentId: ofBob, userId: 'alice', expiresAt: later }
  expect(await sqlState(app.as('alice').insert(shares).values(values))).toBe('23503')
  expect(
    await sqlState(
      app
        .as('alice')
        .insert(shares)
        .values({ ...values, ownerId: 'bob' }),
    ),
  ).toBe(denied)
})

it('opens one document to who has its link, signed in or not', async () => {
  // #region visitor
  const visitor = app.db.$withAuth(trustClaims({ link: secret }, { role: 'anonymous' }))
  const shared = await visitor.select().from(documents)
  // #endregion visitor
  expect(shared).toMatchObject([{ id }])
  expect(await app.visitor.$count(documents)).toBe(0)
  expect(await app.visitor.$count(links)).toBe(0)
  const signedIn = app.as('bob', { link: secret })
  expect((await signedIn.select().from(documents)).map(({ ownerId }) => ownerId).sort()).toEqual([
    'alice',
    'bob',
  ])
  await app.as('alice').update(links).set({ expiresAt: sql`now()` })
  expect(await visitor.$count(documents)).toBe(0)
})

it('reads shares and links once, and finds documents by their indexes', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(documents).where(eq(documents.id, id))))
})

it('would hand out every secret if links were for everybody to read', async () => {
  const seen = app.mistake(`create policy readable on links for select to anonymous using (true)`, (as) =>
    as(null).select({ secret: links.secret }).from(links),
  )
  expect(await seen).toEqual([{ secret }])
})
