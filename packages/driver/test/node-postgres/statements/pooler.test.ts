import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { as, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'
import { startTransactionPooler } from './transaction-pooler.js'

let fixture: Fixture
let pooler: Awaited<ReturnType<typeof startTransactionPooler>>
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  pooler = await startTransactionPooler(fixture.url, 2)
  return () => pooler.close()
})

const whoami = { text: 'select auth.user_id() as id, $1::text as word', values: ['x'] }
const named = { ...whoami, name: 'whoami' }
const users = Array.from({ length: 10 }, (_, n) => `user-${n}`)

describe.each([
  ['prepared', {}],
  ['a small set', { prepare: { max: 2 } }],
  ['prepare: false', { prepare: false }],
])('row 27: behind a pooler in transaction mode with two connections, %s', (_, options) => {
  it.each([1, 4])('each call works, and for its own user (%d at once)', async (max) => {
    const pool = fixture.pool({ connectionString: pooler.connectionString, max })
    const driver = nodePostgres(pool, options)
    const call = async (user: string, n: number) => {
      const expected = [{ id: user, word: 'x' }]
      if (n % 4 === 0) expect((await driver.query(as(user), whoami)).rows).toEqual(expected)
      if (n % 4 === 1) expect((await driver.query(as(user), named)).rows).toEqual(expected)
      if (n % 4 === 2) {
        const results = await driver.batch(as(user), [whoami, named, 'select 1'])
        expect(results.slice(0, 2).map(({ rows }) => rows)).toEqual([expected, expected])
      }
      if (n % 4 === 3) {
        await driver.transaction(as(user), async (tx) => {
          expect((await tx.query(named)).rows).toEqual(expected)
          await tx.transaction((inner) => inner.query('select 1/0')).catch(() => undefined)
          expect((await tx.query(whoami)).rows).toEqual(expected)
        })
      }
    }
    const rounds = Array.from({ length: 8 }, (_, round) => users.map((user, n) => call(user, n + round)))
    await Promise.all(rounds.flat())
    expect(Math.min(...pooler.served)).toBeGreaterThan(10)
    for (let n = 0; n < 4; n += 1) expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
    await pool.end()
  })
})

it('row 27: plain named statements of pg fail there', async () => {
  const pool = fixture.pool({ connectionString: pooler.connectionString, max: 1 })
  const statement = { name: 'plain', text: 'select $1::int', values: [1] }
  await pool.query(statement)
  await expect(pool.query(statement)).rejects.toMatchObject({ code: '26000' })
  await pool.end()
})
