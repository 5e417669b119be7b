import { trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { roundTripsOf as count, fixture, proxy } from '../../file-fixture.js'
import { alice } from '../../fixture.js'

const plain = 'select title from todos'
const withValue = { text: 'select title from todos where title = $1', values: ['a1'] }

describe.each([
  ['prepared', undefined],
  ['a set of two', { prepare: { max: 2 } }],
  ['prepare: false', { prepare: false }],
])('round trips, %s', (_, options) => {
  let pool: pg.Pool
  let driver: ReturnType<typeof nodePostgres>
  beforeEach(async () => {
    pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
    driver = nodePostgres(pool, options)
    await pool.query('select 1')
    return () => (pool.ended ? undefined : pool.end())
  })

  it.each([
    ['text', plain],
    ['text in an object', { text: plain }],
    ['empty values', { text: plain, values: [] }],
    ['a value', withValue],
    ['a name', { ...withValue, name: 'by_title' }],
    ['a name, no values', { text: plain, name: 'all' }],
    ['an insert', { text: 'insert into todos (title) values ($1) returning id', values: ['trip'] }],
    ['nothing but white space', ' '],
  ])('one statement is 1: %s', async (_, statement) => {
    for (const execution of ['first', 'second', 'third']) {
      expect([execution, await count(() => driver.query(alice, statement))]).toEqual([execution, 1])
      expect(proxy.messages.frontend.filter((type) => type === 'S')).toHaveLength(1)
    }
    expect(proxy.connections).toBe(0)
  })

  it('a procedural block is 1', async () => {
    expect(await count(() => driver.query(alice, 'do $$ begin perform 1; end $$'))).toBe(1)
  })

  it('a batch of five is 1', async () => {
    const statements = [plain, withValue, { ...withValue, name: 'named' }, 'select 1', plain]
    for (let execution = 0; execution < 3; execution += 1) {
      expect(await count(() => driver.batch(alice, statements))).toBe(1)
    }
    expect(await count(() => driver.batch(alice, []))).toBe(0)
  })

  it.each([1, 3])('a transaction of %d statements is one more', async (k) => {
    const run = () =>
      driver.transaction(alice, async (tx) => {
        for (let n = 0; n < k; n += 1) await tx.query(withValue)
      })
    expect(await count(run)).toBe(k + 1)
    expect(await count(run)).toBe(k + 1)
  })

  it('statements that nobody awaits in between cost no more', async () => {
    const run = () =>
      driver.transaction(alice, (tx) => Promise.all([tx.query(plain), tx.query(withValue), tx.query(plain)]))
    expect(await count(run)).toBe(4)
  })

  it('an empty transaction is 0, and no connection', async () => {
    await pool.end()
    expect(await count(() => driver.transaction(alice, async () => 'nothing'))).toBe(0)
    const failing = driver.transaction(alice, () => Promise.reject(new Error('mine')))
    await expect(failing).rejects.toThrow('mine')
    expect(proxy.connections).toBe(0)
  })

  it('a savepoint rides with its first statement and costs one to release or to roll back', async () => {
    const run = (fail: boolean) =>
      driver.transaction(alice, async (tx) => {
        await tx.query(plain)
        const nested = tx.transaction(async (inner) => {
          await inner.query(plain)
          if (fail) throw new Error('mine')
        })
        await nested.catch(() => undefined)
      })
    expect(await count(() => run(false))).toBe(4)
    expect(await count(() => run(true))).toBe(4)
    const empty = () => driver.transaction(alice, (tx) => tx.transaction(async () => 'nothing'))
    expect(await count(empty)).toBe(0)
  })

  it('an error costs no more, in a transaction one for the roll-back', async () => {
    const failing = () => driver.query(alice, 'select 1/0').catch(() => undefined)
    expect(await count(failing)).toBe(1)
    const inTransaction = () =>
      driver.transaction(alice, (tx) => tx.query('select 1/0')).catch(() => undefined)
    expect(await count(inTransaction)).toBe(2)
  })
})

it('row 14: claims and role travel as parameters, never in the text of a statement', async () => {
  const sub = `mark3r'; select set_config('role', 'none', true); -- $1 "\\`
  const session = trustClaims({ sub, "k'ey": ['mark3r'] })
  const pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  proxy.reset()
  for (const options of [{}, { prepare: false }]) {
    const driver = nodePostgres(pool, options)
    for (let execution = 0; execution < 2; execution += 1) {
      const { rows } = await driver.query(session, 'select auth.user_id() as id')
      expect(rows).toEqual([{ id: sub }])
    }
    await driver.batch(session, [plain, withValue])
    await driver.transaction(session, (tx) => tx.query(plain))
  }
  expect(proxy.statements.join('\n')).not.toContain('mark3r')
  const claims = JSON.stringify({ sub, "k'ey": ['mark3r'] })
  const withClaims = proxy.bound.filter((value) => value.includes('mark3r'))
  expect(withClaims).toEqual(Array(8).fill(claims))
  expect(proxy.bound.filter((value) => value === 'authenticated')).toHaveLength(8)
  expect(new Set(proxy.statements.filter((text) => text.includes('set_config'))).size).toBe(1)
})

it('with explicit transactions one statement is 1, and one that fails is 2', async () => {
  const pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  const driver = nodePostgres(pool, { explicitTransactions: true })
  await pool.query('select 1')
  expect(await count(() => driver.query(alice, withValue))).toBe(1)
  expect(await count(() => driver.query(alice, 'select 1/0').catch(() => {}))).toBe(2)
  expect(() => nodePostgres(pool, { explicitTransactions: 'yes' as never })).toThrow(TypeError)
})
