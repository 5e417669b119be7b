import { nodePostgres } from '@rowauth/driver/node-postgres'
import type { PostgresProxy } from '@rowauth/testing'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, type Fixture } from '../../fixture.js'
import { leftovers } from './leftovers.js'
import { attack, backendOf, type Driver, mallory, startMallory } from './mallory.js'
import { newSession, sessionState } from './session-state.js'

let fixture: Fixture
let proxy: PostgresProxy
let pool: pg.Pool
let nothing: ReturnType<typeof newSession>
beforeAll(async () => {
  fixture = await startMallory()
  proxy = await fixture.proxy()
  nothing = newSession(new URL(fixture.url).username)
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  return () => pool.end()
})

describe('what mallory leaves on a connection', () => {
  it.each(leftovers.filter(({ unseen }) => !unseen))(
    '$what stays there with the default options',
    async ({ sql }) => {
      const driver = nodePostgres(pool, { prepare: false })
      for (const text of sql) await attack(driver, text)
      expect(await sessionState(pool)).not.toEqual(nothing)
    },
  )

  it.each(leftovers)('$what is gone with `clean`, and the connection is the same', async ({ sql }) => {
    const driver = nodePostgres(pool, { clean: true })
    const backend = await backendOf(pool)
    for (const text of sql) {
      await attack(driver, text)
      expect(await sessionState(pool)).toEqual(nothing)
    }
    if (!sql.some((text) => text.includes('client_encoding'))) expect(await backendOf(pool)).toBe(backend)
  })
})

/** What no roll-back undoes, and what one does. */
const everything = `
  prepare mine as select 1;
  select set_config('role', 'anonymous', false), set_config('search_path', 'evil', false);
  create temporary table mine ();
  listen mine;
  select pg_advisory_lock(7)`
const run = { text: 'select public.run($1)', values: [everything] }
const fail = 'select 1/0'
const failed = { code: '22012' }

/** Each way for a call to end: how many round trips it takes its caller. */
const endings: [string, number, (driver: Driver) => Promise<unknown>][] = [
  ['a statement', 1, (driver) => driver.query(mallory, run)],
  [
    'a statement that fails',
    1,
    (driver) => expect(driver.query(mallory, fail)).rejects.toMatchObject(failed),
  ],
  ['a batch', 1, (driver) => driver.batch(mallory, [run, 'select 1'])],
  [
    'a batch that fails',
    2,
    (driver) => expect(driver.batch(mallory, [run, fail])).rejects.toMatchObject(failed),
  ],
  [
    'a transaction',
    3,
    (driver) =>
      driver.transaction(mallory, async (tx) => {
        await tx.query(run)
        await tx.query('select 1')
      }),
  ],
  [
    'a transaction that fails',
    3,
    (driver) =>
      expect(
        driver.transaction(mallory, async (tx) => {
          await tx.query(run)
          await tx.query(fail)
        }),
      ).rejects.toMatchObject(failed),
  ],
  [
    'a transaction that its callback ends',
    2,
    (driver) =>
      expect(
        driver.transaction(mallory, async (tx) => {
          await tx.query(run)
          throw new Error('mine')
        }),
      ).rejects.toThrow('mine'),
  ],
  [
    'a transaction with a savepoint',
    3,
    (driver) => driver.transaction(mallory, (tx) => tx.transaction((inner) => inner.query(run))),
  ],
  ['a do block', 1, (driver) => driver.query(mallory, `do $do$ begin execute $$${everything}$$; end $do$`)],
]

describe.each(endings)('with `clean`, %s', (_, roundTrips, end) => {
  it('leaves nothing in a pool', async () => {
    const driver = nodePostgres(pool, { clean: true })
    const backend = await backendOf(pool)
    await end(driver)
    expect(await sessionState(pool)).toEqual(nothing)
    expect(await backendOf(pool)).toBe(backend)
    expect((await driver.query(alice, 'select auth.user_id() as id')).rows).toEqual([{ id: 'alice' }])
  })

  it('leaves nothing on a single client', async () => {
    const client = await fixture.client()
    const driver = nodePostgres(client, { clean: true })
    await end(driver)
    expect((await driver.query(alice, 'select auth.user_id() as id')).rows).toEqual([{ id: 'alice' }])
    expect(await sessionState(client)).toEqual(nothing)
  })

  it(`takes ${roundTrips} round trips of its caller's, as without`, async () => {
    for (const clean of [false, true]) {
      const driver = nodePostgres(pool, { clean })
      await pool.query('select 1')
      proxy.reset()
      await end(driver)
      expect(proxy.roundTrips).toBe(roundTrips)
      await pool.query('discard all')
    }
  })
})
