import { nodePostgres } from '@rowauth/driver/node-postgres'
import type { PostgresProxy } from '@rowauth/testing'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, type Fixture, leftovers, nothingLeft, startFixture } from '../fixture.js'
import { settled } from './tracers/tracer.js'
import { carrying, repeating, replacing, standingFor, swallowing, type Wrapper } from './wrappers.js'

let fixture: Fixture
let proxy: PostgresProxy
let other: pg.Client
beforeAll(async () => {
  fixture = await startFixture()
  // The login role may do here all that the user may, so whatever runs without claims leaves a trace.
  await fixture.owner.query(`create table witness (role text default current_user)`)
  await fixture.owner.query('grant select, insert on witness to public')
  proxy = await fixture.proxy()
  other = await fixture.client({ connectionString: proxy.connectionString })
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  await fixture.owner.query('truncate witness')
})

type Driver = ReturnType<typeof nodePostgres>

/** Until what a wrapper does later is done. */
const late = () => new Promise((resolve) => setTimeout(resolve, 20))

/** A client whose `query` is wrapped, in the way in which tracers do it, for as long as `run` runs. */
async function wrapped<T>(wrapper: Wrapper, run: (driver: Driver) => Promise<T>) {
  const pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  let active = true
  pool.on('connect', (client) => {
    const query = client.query.bind(client)
    const replaced = wrapper(query, other)
    client.query = ((...args: never[]) => (active ? replaced : query)(...args)) as typeof client.query
  })
  const driver = nodePostgres(pool)
  proxy.reset()
  const outcome = await settled(run(driver))
  await late()
  const sent = proxy.statements.some((text) => text.includes('witness'))
  active = false
  // Whatever happened, the pool serves the next user, and the next plain query.
  const next = await driver.query(alice, 'select auth.user_id() as id, current_user as role')
  expect(next.rows).toEqual([{ id: 'alice', role: 'authenticated' }])
  const { rows } = await pool.query(leftovers)
  expect(rows).toEqual([nothingLeft])
  const written = await fixture.owner.query('select role from witness')
  return { outcome, sent, written: written.rows.map(({ role }) => role) }
}
const write = 'insert into witness default values returning role'
const writeAgain = { text: 'insert into witness select current_user where $1 returning role', values: [true] }
const calls: Record<string, (driver: Driver) => Promise<unknown[]>> = {
  'a statement': async (driver) => (await driver.query(alice, write)).rows,
  'a statement with a parameter': async (driver) => (await driver.query(alice, writeAgain)).rows,
  'a batch': async (driver) => (await driver.batch(alice, ['select 1', write]))[1]?.rows ?? [],
  'a transaction': async (driver) =>
    await driver.transaction(alice, async (tx) => (await tx.query(write)).rows),
}

describe.each(Object.entries(calls))('%s', (_, call) => {
  it.each(Object.entries(carrying))('works where a wrapper %s', async (_, wrapper) => {
    const { outcome, written } = await wrapped(wrapper, call)
    expect(outcome).toEqual({ status: 'fulfilled', value: [{ role: 'authenticated' }] })
    expect(written).toEqual(['authenticated'])
  })

  it.each(Object.entries({ ...replacing, ...swallowing }))(
    'row 36: is refused, and nothing is sent, where a wrapper %s',
    async (_, wrapper) => {
      const { outcome, sent, written } = await wrapped(wrapper, call)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Error) })
      expect({ sent, written }).toEqual({ sent: false, written: [] })
    },
  )

  it.each(Object.entries(standingFor))(
    'works or is refused where a wrapper passes on %s',
    async (_, wrapper) => {
      const { outcome, sent, written } = await wrapped(wrapper, call)
      const works = { role: 'authenticated' }
      if (outcome.status === 'fulfilled') expect(outcome.value).toEqual([works])
      const expected = outcome.status === 'fulfilled' ? ['authenticated'] : []
      expect({ sent, written }).toEqual({ sent: outcome.status === 'fulfilled', written: expected })
    },
  )
})

it.each(['throws', 'rejects', 'blocks it'] as const)(
  'an error of a wrapper that %s is the error of the call',
  async (name) => {
    const { outcome } = await wrapped(swallowing[name] as Wrapper, calls['a statement'] as never)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'not today' } })
  },
)

it.each(Object.entries({ ...replacing, ...swallowing }))(
  'a transaction is rolled back where a wrapper of its second message %s',
  async (_, wrapper) => {
    let messages = 0
    const second: Wrapper = (query, other) => {
      const replaced = wrapper(query, other)
      return (...args) => {
        messages += 1
        return (messages === 2 ? replaced : query)(...args)
      }
    }
    const { outcome, written } = await wrapped(second, (driver) =>
      driver.transaction(alice, async (tx) => {
        await tx.query(write)
        await tx.query(writeAgain)
      }),
    )
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Error) })
    expect(written).toEqual([])
  },
)

it('a wrapper that tries again sends nothing twice', async () => {
  let tries = 0
  const again: Wrapper = (query) => (config, done) => {
    tries += 1
    return query(config, (error: unknown, result: unknown) => {
      if (error) query(config, done)
      else done(error, result)
    })
  }
  const { outcome, written } = await wrapped(again, (driver) =>
    driver.query(alice, "insert into witness values ('x'), (1/0)"),
  )
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
  expect({ tries, written }).toEqual({ tries: 1, written: [] })
})

it.each(Object.entries(repeating))('nothing runs without claims where a wrapper %s', async (_, wrapper) => {
  const { written } = await wrapped(wrapper, (driver) => driver.query(alice, write))
  expect(written.filter((role) => role !== 'authenticated')).toEqual([])
})

describe('on a single client', () => {
  it.each(Object.entries({ ...replacing, ...swallowing }))(
    'nothing is sent where a wrapper %s',
    async (_, wrapper) => {
      const client = await fixture.client({ connectionString: proxy.connectionString })
      const query = client.query.bind(client)
      client.query = wrapper(query, other)
      proxy.reset()
      const outcome = await settled(nodePostgres(client).query(alice, write))
      await late()
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Error) })
      expect(proxy.statements.filter((text) => text.includes('witness'))).toEqual([])
    },
  )

  it('plain queries that wait in front of a call with the same text are the application’s own', async () => {
    const client = await fixture.client()
    const driver = nodePostgres(client)
    const plain = [client.query('select 1'), client.query(write)]
    const ours = driver.query(alice, write)
    const [, own] = await Promise.all(plain)
    const { rows } = await client.query('select current_user as role')
    expect(own?.rows).toEqual(rows)
    expect((await ours).rows).toEqual([{ role: 'authenticated' }])
  })
})
