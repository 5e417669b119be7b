import { unverifiedSession } from '@rowauth/core/internal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, codeOf, open, registerIssuer, standing, startBench } from './support/bench.js'

/* A ticket of alice's that got out is worth what her token is worth, and no longer. */

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench?.close())

const whoami = 'select auth.user_id() as id'
const asAlice = [{ id: 'alice' }]

/** Alice with a token under a key of its own, her driver with its ticket, and the ticket in mallory's hands. */
async function stolen(claims: object = {}) {
  const { issuer, kid } = await registerIssuer(bench.owner)
  const token = await issuer.sign({ sub: 'alice', ...claims })
  const driver = bench.driver(bench.pool({ max: 1 }))
  const session = unverifiedSession(token)
  expect((await driver.query(session, whoami)).rows).toEqual(asAlice)
  const client = await bench.client()
  const begin = 'begin; set local role authenticated'
  await client.query(begin)
  const ticket = await open(client, token)
  await client.query('rollback')
  const replay = async () => {
    await client.query(begin)
    const outcome = await codeOf(open(client, ticket))
    const seen = outcome === '' ? await standing(client) : outcome
    await client.query('rollback')
    return seen
  }
  expect(await replay()).toEqual({ id: 'alice', owners: ['alice'] })
  return { kid, token, ticket, driver, session, replay }
}

describe('a ticket ends', () => {
  it('with the secret, and she goes on with her token', async () => {
    const { driver, session, replay } = await stolen()
    await bench.owner.query('select auth.rotate_secret()')
    expect(await replay()).toBe('28000')
    for (const call of [
      () => driver.query(session, whoami),
      async () => (await driver.batch(session, [whoami]))[0],
      () => driver.transaction(session, (tx) => tx.query(whoami)),
    ]) {
      await bench.owner.query('select auth.rotate_secret()')
      expect((await call())?.rows).toEqual(asAlice)
    }
  })

  it('with its key, and so does she', async () => {
    const { kid, driver, session, replay } = await stolen()
    await bench.owner.query('select auth.retire_jwk($1)', [kid])
    expect(await replay()).toBe('28000')
    for (const call of [
      () => driver.query(session, whoami),
      () => driver.batch(session, [whoami]),
      () => driver.transaction(session, (tx) => tx.query(whoami)),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'token_key_not_found' })
    }
  })

  it('with its token, and so does she', async () => {
    // 30 seconds of leeway.
    const { driver, session, replay } = await stolen({ exp: Math.floor(Date.now() / 1000) - 26 })
    await expect.poll(replay, { timeout: 20_000 }).toBe('28000')
    await expect(driver.query(session, whoami)).rejects.toMatchObject({ code: 'token_expired' })
  })
})

it('a transaction that is open ends with the key, at its next statement', async () => {
  const { kid, driver, session } = await stolen()
  const running = driver.transaction(session, async (tx) => {
    expect((await tx.query('select distinct user_id as id from public.todos')).rows).toEqual(asAlice)
    await bench.owner.query('select auth.retire_jwk($1)', [kid])
    await tx.query('select user_id as id from public.todos')
  })
  await expect(running).rejects.toMatchObject({ code: '28000', detail: 'session_refused' })
})

it("a ticket is no session of a driver's: it takes tokens", async () => {
  const { ticket, driver } = await stolen()
  const outcome = await codeOf((async () => driver.query(unverifiedSession(ticket), whoami))())
  expect(outcome).toSatisfy((code) => code === 'token_malformed')
})
