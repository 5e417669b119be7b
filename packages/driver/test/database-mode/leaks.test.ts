import { inspect } from 'node:util'
import { type AuthSession, anonymousSession } from '@rowauth/core'
import { deriveSession, unverifiedSession } from '@rowauth/core/internal'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, type Driver, open, startBench } from './support/bench.js'

/* A token or a ticket is as good as its user: neither stands in an error, nor in what the server shows of its work. */

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench?.close())

/** All that an error holds, hidden members and causes as well. */
const whole = (error: unknown): string =>
  inspect(error, { depth: 10, showHidden: true, maxStringLength: null })
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('This was to fail.'),
    (error: unknown) => error,
  )
/** The parts of a token that are telling: its claims and its signature. */
const parts = (credential: string) =>
  credential.startsWith('~')
    ? [credential.slice(1, 65), credential.slice(117)]
    : credential.split('.').slice(1)

/** Mallory has made the server quote parameters in the context of errors. */
async function loudDriver(): Promise<{ driver: Driver; pool: pg.Pool }> {
  const pool = bench.pool({ max: 1 })
  const driver = bench.driver(pool)
  await driver.query(await bench.session('mallory'), {
    text: 'select public.run($1)',
    values: ["select set_config('log_parameter_max_length_on_error', '-1', false)"],
  })
  return { driver, pool }
}

it('the bench sees what the server quotes', async () => {
  const { driver } = await loudDriver()
  const call = driver.query(await bench.session('alice'), {
    text: 'select 1 / $1::int, $2',
    values: [0, 'quoted'],
  })
  expect(whole(await errorOf(call))).toContain('quoted')
})

describe('an error of an opening quotes neither token nor ticket', () => {
  const failing: [string, string, (token: string) => AuthSession | Promise<AuthSession>][] = [
    [
      'a role that does not exist',
      '22023',
      (token) => deriveSession(unverifiedSession(token), { role: 'nobody_of_that_name' }),
    ],
    [
      'a role that is not given',
      '42501',
      (token) => deriveSession(unverifiedSession(token), { role: 'pg_monitor' }),
    ],
    [
      'a setting that cannot be',
      '22023',
      (token) => deriveSession(unverifiedSession(token), { settings: { timezone: 'Nowhere' } }),
    ],
    [
      'a token that is over',
      'token_expired',
      async () => unverifiedSession(await bench.token('alice', { exp: 1_000_000_000 })),
    ],
    [
      'a token that is not yet',
      'token_not_active',
      async () => unverifiedSession(await bench.token('alice', { nbf: 9_000_000_000 })),
    ],
    [
      'a signature that is wrong',
      'token_signature_invalid',
      (token) => unverifiedSession(`${token.slice(0, -4)}AAAA`),
    ],
  ]
  it.each(failing)('%s: %s', async (_, code, sessionOf) => {
    const { driver } = await loudDriver()
    const token = await bench.token('alice')
    for (let time = 0; time < 2; time += 1) {
      const session = await sessionOf(token)
      for (const call of [
        () => driver.query(session, 'select 1'),
        () => driver.batch(session, ['select 1', 'select 2']),
        () => driver.transaction(session, (tx) => tx.query('select 1')),
      ]) {
        const error = await errorOf(call())
        expect(error).toMatchObject({ code })
        for (const part of parts(token)) expect(whole(error)).not.toContain(part)
        expect(whole(error)).not.toMatch(/~[0-9a-f]{64}/)
      }
      // The second time with a ticket.
      expect((await driver.query(unverifiedSession(token), 'select auth.user_id() as id')).rows).toEqual([
        { id: 'alice' },
      ])
    }
  })

  it('a session of somebody else in a transaction that is joined', async () => {
    const pool = bench.pool({ max: 1 })
    const client = await pool.connect()
    const joined = bench.driver(pool).within?.(client) as Driver
    await client.query('begin; set local role authenticated; set log_parameter_max_length_on_error = -1')
    await open(client, await bench.token('mallory'))
    const token = await bench.token('alice')
    const error = await errorOf(joined.query(unverifiedSession(token), 'select 1'))
    client.release(true)
    expect(error).toMatchObject({ code: '28000' })
    for (const part of parts(token)) expect(whole(error)).not.toContain(part)
  })
})

it('what the server shows of its work has neither', async () => {
  const pool = bench.pool({ max: 1 })
  const driver = bench.driver(pool)
  const token = await bench.token('alice')
  const session = unverifiedSession(token)
  const shown = `
    select query as text from pg_stat_activity
    union all select statement from pg_prepared_statements
    union all select statement from pg_cursors
    union all select current_query()
    union all select setting from pg_settings
    union all select application_name from pg_stat_activity`
  const texts: string[] = []
  for (let time = 0; time < 3; time += 1) {
    const { rows } = await driver.query(session, shown)
    texts.push(...(rows as { text: unknown }[]).map(({ text }) => String(text)))
    const own = await bench.owner.query(shown)
    texts.push(...own.rows.map(({ text }) => String(text)))
  }
  expect(texts.length).toBeGreaterThan(1_000)
  for (const part of parts(token)) expect(texts.filter((text) => text.includes(part))).toEqual([])
  expect(texts.filter((text) => /~[0-9a-f]{64}/.test(text))).toEqual([])
})

it("an answer has neither: the row of the opening is nobody's", async () => {
  const pool = bench.pool({ max: 1 })
  const events: unknown[] = []
  const driver = bench
    .driver(pool)
    .observedBy((event) => events.push({ ...event, parameters: event.parameters() }))
  const token = await bench.token('alice')
  const results: unknown[] = []
  for (let time = 0; time < 2; time += 1) {
    results.push(await driver.query(unverifiedSession(token), 'select 1 as one'))
    results.push(...(await driver.batch(unverifiedSession(token), ['select 1', 'select 2'])))
  }
  results.push(await driver.query(anonymousSession, 'select 1'))
  const told = whole([results, events])
  expect(events.length).toBe(5)
  expect(told).not.toMatch(/~[0-9a-f]{64}/)
  for (const part of parts(token)) expect(told).not.toContain(part)
})

it("the server's audit quotes no token", async () => {
  const { client } = await bench.opened('mallory')
  const heard: unknown[] = []
  client.on('notice', (notice) => heard.push(notice))
  await bench.owner.query('select auth.audit_log(true)')
  const token = await bench.token('mallory')
  await client.query('set client_min_messages = debug5')
  await open(client, token)
  await bench.owner.query('select auth.audit_log(false)')
  expect(heard.length).toBeGreaterThan(0)
  for (const part of parts(token)) expect(whole(heard)).not.toContain(part)
})
