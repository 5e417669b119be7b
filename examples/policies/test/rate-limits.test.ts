import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { messages, quotas } from '../src/rate-limits/schema.js'
import { expectIndexed } from './support/expect-indexed.js'
import { type Handle, openRecipe, type Recipe } from './support/recipe.js'
import { denied, recursion, sqlState } from './support/sql-state.js'

let app: Recipe

beforeAll(async () => {
  app = await openRecipe('rate-limits')
})
beforeEach(() => app.setUp('truncate messages, quotas'))
afterAll(() => app?.close())

const limited = 'RL429'
const send = (as: Handle, count = 1) =>
  sqlState(as.insert(messages).values(Array.from({ length: count }, () => ({ body: 'hello' }))))

it('takes five messages a minute of each user', async () => {
  expect(await send(app.as('alice'), 4)).toBe('no error')
  expect(await send(app.as('alice'))).toBe('no error')
  expect(await send(app.as('alice'))).toBe(limited)
  expect(await send(app.as('bob'))).toBe('no error')
  expect(await app.as('alice').$count(messages)).toBe(5)
})

it('counts the rows of one statement', async () => {
  expect(await send(app.as('alice'), 6)).toBe(limited)
  expect(await app.as('alice').$count(messages)).toBe(0)
})

it('counts from the start after a minute', async () => {
  await send(app.as('alice'), 5)
  await app.setUp(`update quotas set started_at = started_at - interval '1 minute'`)
  expect(await send(app.as('alice'), 5)).toBe('no error')
})

it('lets nobody in between who writes at the same time', async () => {
  const outcome = await app.as('alice').transaction(async (tx) => {
    await tx.insert(messages).values(Array.from({ length: 5 }, () => ({ body: 'first' })))
    // It waits for the first one, and is counted on top.
    return { second: send(app.as('alice')) }
  })
  await expect(outcome.second).resolves.toBe(limited)
})

it('shows users their quota, which they cannot change', async () => {
  await send(app.as('alice'), 2)
  await send(app.as('bob'))
  expect(await app.as('alice').select({ used: quotas.used }).from(quotas)).toEqual([{ used: 2 }])
  expect(await sqlState(app.as('alice').update(quotas).set({ used: 0 }))).toBe(denied)
})

it('finds messages and quotas by their indexes', async () => {
  expectIndexed(await app.explain(app.as('alice').select().from(messages)))
  expectIndexed(await app.explain(app.as('alice').select().from(quotas)))
})

it('would end in a recursion if the policy counted messages itself', async () => {
  const outcome = app.mistake(
    `alter policy allow_authenticated_insert on messages with check (
       user_id = (select auth.user_id()) and (select count(*) from messages) < 5)`,
    (as) => send(as('alice')),
  )
  expect(await outcome).toBe(recursion)
})

it('would count what was there before the statement if the policy asked a function', async () => {
  const outcome = app.mistake(
    `drop trigger count_messages on messages;
     create function mine() returns bigint language sql stable security definer
       return (select count(*) from messages where user_id = auth.user_id());
     alter policy allow_authenticated_insert on messages with check (
       user_id = (select auth.user_id()) and (select mine()) < 5)`,
    (as) => send(as('alice'), 100),
  )
  expect(await outcome).toBe('no error')
})
