import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture } from '../../fixture.js'
import { attack, backendOf, mallory, startMallory } from './mallory.js'
import { newSession, sessionState } from './session-state.js'

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return () => pool.end()
})

const whoami = 'select auth.user_id() as id'

/** The caller has its answer; the connection is cleaned or gone, and nobody waits. */
const goesOn = async () => {
  const driver = nodePostgres(pool, { clean: true })
  expect((await driver.query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
  expect(await sessionState(pool)).toEqual(newSession(new URL(fixture.url).username))
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
}

it('a DISCARD ALL that the server ends with an error costs the connection, and the caller nothing', async () => {
  const driver = nodePostgres(pool, { clean: true })
  // It takes longer to drop them than a statement may take.
  const tables = `do $do$ begin
    for n in 1..300 loop execute format('create temporary table t%s (a int primary key, b text)', n); end loop;
  end $do$`
  const backend = await backendOf(pool)
  await driver.batch(mallory, [
    tables,
    { text: 'select public.run($1)', values: ["select set_config('statement_timeout', '1ms', false)"] },
  ])
  await goesOn()
  expect(await backendOf(pool)).not.toBe(backend)
})

it('a user who ends his own backend takes nobody with him', async () => {
  const driver = nodePostgres(pool, { clean: true })
  const end =
    "do $$ begin perform set_config('role', 'none', true), pg_terminate_backend(pg_backend_pid()); end $$"
  await expect(driver.query(mallory, end)).rejects.toMatchObject({ code: '57P01' })
  await goesOn()
})

type Query = (...args: unknown[]) => unknown

/** Wraps `query` of each client of the pool, as an instrumentation does. */
const wrap = (wrapped: (original: Query, isDiscard: boolean, args: unknown[]) => unknown) =>
  pool.on('connect', (client) => {
    const wrapping = client as unknown as { query: Query }
    const original = wrapping.query.bind(client)
    wrapping.query = (...args) =>
      wrapped(original, (args[0] as { text?: string } | undefined)?.text === 'discard all', args)
  })

describe('what wraps client.query()', () => {
  const wrappers: [string, Parameters<typeof wrap>[0]][] = [
    [
      'throws',
      (original, isDiscard, args) => {
        if (isDiscard) throw new Error('mine')
        return original(...args)
      },
    ],
    [
      'rejects',
      async (original, isDiscard, args) => {
        if (isDiscard) throw new Error('mine')
        return original(...args)
      },
    ],
    [
      'copies the query',
      (original, isDiscard, [query, ...rest]) =>
        original(isDiscard ? { ...(query as object) } : query, ...rest),
    ],
    [
      'delays the query',
      async (original, _, args) => {
        await new Promise((resolve) => setImmediate(resolve))
        return original(...args)
      },
    ],
    [
      'calls back first',
      (original, isDiscard, args) => {
        if (isDiscard) (args[1] as (error: Error) => void)(new Error('mine'))
        return original(...args)
      },
    ],
  ]

  it.each(wrappers)('and %s is met by a new connection, at most', async (_, wrapper) => {
    wrap(wrapper)
    const driver = nodePostgres(pool, { clean: true })
    for (let time = 0; time < 3; time += 1) {
      expect((await driver.query(alice, whoami)).rows).toEqual([{ id: 'alice' }])
      const [first] = await driver.batch(bob, [whoami])
      expect(first?.rows).toEqual([{ id: 'bob' }])
      await expect(driver.query(alice, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
      const failing = driver.transaction(alice, (tx) => tx.query('select 1/0'))
      await expect(failing).rejects.toMatchObject({ code: '22012' })
    }
    await attack(driver, 'listen mine')
    expect((await pool.query('select pg_listening_channels()')).rows).toEqual([])
  })
})

it('`query_timeout` ends the wait for a server that does not answer', async () => {
  const impatient = fixture.pool({ max: 1, query_timeout: 300 })
  const driver = nodePostgres(impatient, { clean: true })
  await driver.query(mallory, whoami)
  await expect(driver.query(mallory, 'select pg_sleep(60)')).rejects.toThrow(/timeout/)
  expect((await driver.query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
})
