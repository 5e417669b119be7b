import { trustClaims } from '@rowauth/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actions, cards, notes } from '../src/impersonation/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { openRecipe, type Recipe } from './support/recipe.js'
import { denied, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('impersonation')
  await app.setUp(`
    insert into notes (user_id, body) values ('alice', 'a'), ('bob', 'b');
    insert into cards (user_id, number) values ('alice', '1');
  `)
})
afterAll(() => app?.close())

/** Sam of support, as alice. */
const support = () => {
  // #region act
  const session = trustClaims({ sub: 'alice', act: { sub: 'sam' } })
  // #endregion act
  return app.db.$withAuth(session)
}

it('sees and does what the user may, and says who it was', async () => {
  expect(await support().select({ body: notes.body }).from(notes)).toEqual([{ body: 'a' }])
  await support().update(notes).set({ body: 'fixed' })
  const seen = await app.as('alice').select().from(actions)
  expect(seen).toMatchObject([{ userId: 'alice', actorId: 'sam', command: 'update' }])
  expect(await app.as('bob').$count(actions)).toBe(0)
})

it('keeps what is for the user alone', async () => {
  expect(await support().$count(cards)).toBe(0)
  expect(await sqlState(support().insert(cards).values({ number: '2' }))).toBe(denied)
  expect(await app.as('alice').$count(cards)).toBe(1)
})

it('records nothing of the user, and lets nobody write records', async () => {
  await app.as('bob').update(notes).set({ body: 'own' })
  expect(await app.as('bob').$count(actions)).toBe(0)
  const forged = { userId: 'alice', actorId: 'bob', command: 'update', object: 'notes 1' }
  expect(await sqlState(support().insert(actions).values(forged))).toBe(denied)
  expect(await sqlState(support().delete(actions))).toBe(denied)
})

it('refuses to write for an actor without a name', async () => {
  const nameless = app.as('alice', { act: {} })
  expect(await sqlState(nameless.update(notes).set({ body: 'x' }))).toBe('23502')
})

it('reads the claims once, and finds cards by the index', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(cards)))
})

it('would show everybody the cards of everybody if the policy were a permissive one', async () => {
  const permissive = `insert into cards (user_id, number) values ('bob', '2');
    drop policy nobody_else_select on cards;
    create policy nobody_else_select on cards for select to authenticated
      using ((select auth.session() ->> 'act') is null)`
  expect(await app.mistake(permissive, (as) => as('alice', { act: { sub: 'sam' } }).$count(cards))).toBe(1)
  expect(await app.mistake(permissive, (as) => as('alice').$count(cards))).toBe(2)
})
