import { trustClaims } from '@rowauth/core'
import type { QueryEvent } from '@rowauth/driver'
import { type PostgresJsDriver, postgresJs } from '@rowauth/driver/postgres-js'
import { beforeEach, describe, expect, it } from 'vitest'
import { roundTripsOf as count, fixture, proxy } from '../file-fixture.js'
import { alice } from '../fixture.js'
import { client } from './support/client.js'

const plain = 'select title from todos'
const withValue = { text: 'select title from todos where title = $1', values: ['a1'] }
const other = { text: 'select title from todos where user_id = $1', values: ['alice'] }

describe.each([
  ['prepared', {}],
  ['prepare: false', { prepare: false }],
])('round trips, %s', (_, options) => {
  let driver: PostgresJsDriver
  beforeEach(() => {
    driver = postgresJs(client(proxy.connectionString, { max: 1, ...options }))
  })

  it('the first statement of a connection is 1, or 2 when its parameters are to be described', async () => {
    expect(await count(() => driver.query(alice, plain))).toBe(1)
    expect(proxy.connections).toBe(1)
    const another = postgresJs(client(proxy.connectionString, { max: 1, ...options }))
    expect(await count(() => another.query(alice, withValue))).toBe(2)
  })

  it.each([
    ['without parameters', plain, 1],
    ['with a parameter', withValue, 2],
    ['with parameters that say what they are', { text: 'select $1::bool, $2::int8', values: [true, 1n] }, 1],
  ])('a statement %s is 1 from its second use on', async (_name, statement, first) => {
    await driver.query(alice, 'select 1')
    expect(await count(() => driver.query(alice, statement))).toBe(first)
    for (let execution = 0; execution < 3; execution += 1) {
      expect(await count(() => driver.query(alice, statement))).toBe(1)
    }
    // What is known is known to all connections of the client, and to all users.
    expect(await count(() => driver.query(trustClaims({ sub: 'somebody' }), statement))).toBe(1)
    expect(proxy.connections).toBe(0)
  })

  it('a batch is 1, and 2 when there is something to describe', async () => {
    await driver.query(alice, 'select 1')
    const statements = [plain, withValue, other, plain, withValue]
    expect(await count(() => driver.batch(alice, statements))).toBe(2)
    expect(await count(() => driver.batch(alice, statements))).toBe(1)
  })

  it('a batch that meets a lock at its first use is not tried again', async () => {
    const connection = { lock_timeout: 50 }
    const impatient = postgresJs(client(proxy.connectionString, { max: 1, ...options, connection }))
    await impatient.query(alice, 'select 1')
    const holder = await fixture.owner.connect()
    await holder.query('begin; lock table todos')
    const refused = async () => {
      const batch = impatient.batch(alice, [other, withValue])
      await expect(batch).rejects.toMatchObject({ code: '55P03' })
    }
    try {
      // To ask for the types, and to roll back.
      expect(await count(refused)).toBe(2)
    } finally {
      await holder.query('rollback')
      holder.release()
    }
  })

  it.each([1, 3])('a transaction of %d statements is one more', async (k) => {
    const run = () =>
      driver.transaction(alice, async (tx) => {
        for (let n = 0; n < k; n += 1) await tx.query(withValue)
      })
    await driver.query(alice, 'select 1')
    expect(await count(run)).toBe(k + 2)
    expect(await count(run)).toBe(k + 1)
    expect(await count(() => driver.transaction(alice, async () => 'nothing'))).toBe(0)
  })

  it('explicit transactions are around each statement, in its message', async () => {
    const sql = client(proxy.connectionString, { max: 1, ...options })
    const explicit = postgresJs(sql, { explicitTransactions: true })
    expect(await count(() => explicit.query(alice, plain))).toBe(1)
    expect([proxy.statements[0], proxy.statements.at(-1)]).toEqual(['begin', 'commit'])
    expect(await count(() => explicit.query(alice, withValue))).toBe(2)
    expect(await count(() => explicit.query(alice, withValue))).toBe(1)
    expect(proxy.statements.at(-1)).toBe('commit')
    expect(() => postgresJs(sql, { explicitTransactions: 'yes' as never })).toThrow(TypeError)
  })

  it('an observer is told as many', async () => {
    const events: QueryEvent[] = []
    const observed = driver.observedBy((event) => events.push(event))
    for (let execution = 0; execution < 2; execution += 1) await observed.query(alice, withValue)
    expect(events).toMatchObject([
      { roundTrips: 2, rows: 1, text: withValue.text },
      { roundTrips: 1, rows: 1, text: withValue.text },
    ])
    await observed.end()
    await expect(observed.query(alice, plain)).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
  })
})

it('row 14: claims and role travel as parameters, also beside a description', async () => {
  const sub = `mark3r'; select 1; -- $1 "\\`
  const driver = postgresJs(client(proxy.connectionString, { max: 1 }))
  proxy.reset()
  for (let execution = 0; execution < 2; execution += 1) {
    const rows = await driver.query(trustClaims({ sub }), {
      text: 'select auth.user_id() as id, $1 as x',
      values: ['x'],
    })
    expect([...rows]).toEqual([{ id: sub, x: 'x' }])
  }
  expect(proxy.statements.join('\n')).not.toContain('mark3r')
})
