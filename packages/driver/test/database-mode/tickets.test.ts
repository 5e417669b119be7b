import { AuthError, anonymousSession } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type { PostgresProxy } from '@rowauth/testing'
import { makeSession } from '@rowauth/testing/conformance'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'

let fixture: Fixture
let proxy: PostgresProxy
let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
beforeAll(async () => {
  fixture = await startFixture({ verification: 'database' })
  proxy = await fixture.proxy()
}, 60_000)
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 2 })
  driver = nodePostgres(pool, { verification: 'database' })
})

const alice = makeSession.database({ sub: 'alice' })
const bob = makeSession.database({ sub: 'bob' })
const whoami = { text: 'select current_user as role, auth.user_id() as id' }
const asAlice = [{ role: 'authenticated', id: 'alice' }]

/** While the owner has exchanged a function of the schema. */
async function exchanged(name: string, create: string, run: () => Promise<void>): Promise<void> {
  const signature = `auth.${name}(text)`
  const { rows } = await fixture.owner.query('select pg_get_functiondef($1::regprocedure) as source', [
    signature,
  ])
  await fixture.owner.query(create)
  try {
    await run()
  } finally {
    await fixture.owner.query(rows[0].source)
  }
}

/** No token is verified: each is refused. */
const refusing = `create or replace function auth.verify_token(token text) returns text language plpgsql
  as $$ begin raise exception 'a token' using errcode = '28000', detail = 'token_signature_invalid'; end $$`

async function roundTrips(run: () => Promise<unknown>): Promise<number> {
  proxy.reset()
  await run()
  return proxy.roundTrips
}

it('a token is verified once, and each call is one round trip', async () => {
  await pool.query('select 1')
  expect(await roundTrips(() => driver.query(alice, whoami))).toBe(1)
  await exchanged('verify_token', refusing, async () => {
    expect(await roundTrips(() => driver.query(alice, whoami))).toBe(1)
    expect((await driver.query(alice, whoami)).rows).toEqual(asAlice)
    expect(await roundTrips(() => driver.batch(alice, [whoami, whoami]))).toBe(1)
    expect(await roundTrips(() => driver.transaction(alice, (tx) => tx.query(whoami)))).toBe(2)
    // Another driver has tickets of its own.
    await expect(nodePostgres(pool, { verification: 'database' }).query(alice, whoami)).rejects.toMatchObject(
      {
        code: 'token_signature_invalid',
      },
    )
  })
})

it.each([
  ['a statement', () => driver.query(alice, whoami).then(({ rows }) => rows)],
  ['a batch', () => driver.batch(alice, [whoami]).then(([result]) => result?.rows)],
  ['a transaction', () => driver.transaction(alice, async (tx) => (await tx.query(whoami)).rows)],
])('a ticket that is refused is met once with the token: %s', async (_, call) => {
  await driver.query(alice, whoami)
  await fixture.owner.query('select auth.rotate_secret()')
  const before = await roundTrips(async () => expect(await call()).toEqual(asAlice))
  const after = await roundTrips(async () => expect(await call()).toEqual(asAlice))
  expect(before - after).toBeLessThanOrEqual(2)
  expect(before).toBeGreaterThan(after)
})

it('what a refused ticket would have written is written once', async () => {
  await driver.query(alice, whoami)
  await fixture.owner.query('select auth.rotate_secret()')
  await driver.query(alice, { text: "insert into todos (title) values ('once')" })
  const { rows } = await fixture.owner.query("select user_id from todos where title = 'once'")
  expect(rows).toEqual([{ user_id: 'alice' }])
})

it('a refused token is an AuthError without a token or a claim in it, and not tried again', async () => {
  await exchanged('verify_token', refusing, async () => {
    proxy.reset()
    const error = await driver.query(bob, whoami).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ code: 'token_signature_invalid', status: 401, message: 'a token' })
    const token = (bob as unknown as { token: string }).token
    const said = `${(error as Error).stack}${JSON.stringify(error)}${String((error as Error).cause)}`
    for (const part of [...token.split('.'), '"bob"']) expect(said).not.toContain(part)
    expect(proxy.statements.filter((text) => text.includes('open_session'))).toHaveLength(1)
  })
  expect((await driver.query(bob, whoami)).rows).toEqual([{ role: 'authenticated', id: 'bob' }])
})

it('a session that was opened for something else is not handed out, and its connection closed', async () => {
  const other = `create or replace function auth.open_session(credential text) returns text language sql
    return pg_catalog.encode(pg_catalog.sha256('somebody else'), 'hex')`
  await exchanged('open_session', other, async () => {
    const call = driver.query(alice, { text: 'select 1 as answer' })
    await expect(call).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/something else/),
    })
    expect(pool.totalCount).toBe(0)
  })
})

it('visitors are nobody, whatever was there before', async () => {
  await driver.query(alice, whoami)
  const visitor = { text: 'select current_user as role, auth.session() as session' }
  expect((await driver.query(anonymousSession, visitor)).rows).toEqual([{ role: 'anonymous', session: null }])
})

it('users who come at once get what is theirs', async () => {
  const users = Array.from({ length: 20 }, (_, n) => `user-${n}`)
  const calls = [...users, ...users, ...users].map(async (sub) => {
    const { rows } = await driver.query(makeSession.database({ sub }), whoami)
    return (rows as { id: string }[])[0]?.id === sub
  })
  expect(await Promise.all(calls)).toEqual(calls.map(() => true))
})

it('an application that sends claims to this database, and one that sends tokens to another, learn why', async () => {
  const plain = nodePostgres(fixture.pool({ connectionString: fixture.url }))
  await expect(plain.query(alice, whoami)).rejects.toMatchObject({ code: 'unsupported' })
  const application = await startFixture()
  await application.owner.query('grant usage on schema auth to public')
  const asked = nodePostgres(application.pool(), { verification: 'database' }).query(alice, whoami)
  await expect(asked).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/does not verify/),
  })
  await application.close()
})
