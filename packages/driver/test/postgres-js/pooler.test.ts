import { postgresJs } from '@rowauth/driver/postgres-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { as, type Fixture, startFixture } from '../fixture.js'
import { startTransactionPooler } from '../node-postgres/statements/transaction-pooler.js'
import { client } from './support/client.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const whoami = { text: 'select auth.user_id() as id, $1::text as word', values: ['x'] }
const list = { text: 'select auth.user_id() as id, $1::int[] as list', values: [[1, 2]] }
const users = Array.from({ length: 10 }, (_, n) => `user-${n}`)

describe.each([
  ['as the guides of poolers have it', { prepare: false }],
  ['with the defaults', {}],
])('row 27: behind a pooler in transaction mode with two connections, %s', (_, options) => {
  it('each call works, and for its own user', async () => {
    const pooler = await startTransactionPooler(fixture.url, 2)
    const driver = postgresJs(client(pooler.connectionString, { max: 4, ...options }))
    const call = async (user: string, n: number) => {
      const word = [{ id: user, word: 'x' }]
      const numbers = [{ id: user, list: [1, 2] }]
      if (n % 3 === 0) expect([...(await driver.query(as(user), whoami))]).toEqual(word)
      if (n % 3 === 1) {
        const results = await driver.batch(as(user), [whoami, list, 'select 1'])
        expect(results.slice(0, 2).map((rows) => [...rows])).toEqual([word, numbers])
      }
      if (n % 3 === 2) {
        await driver.transaction(as(user), async (tx) => {
          expect([...(await tx.query(list))]).toEqual(numbers)
          await tx.transaction((inner) => inner.query('select 1/0')).catch(() => undefined)
          expect([...(await tx.query(whoami))]).toEqual(word)
        })
      }
    }
    const rounds = Array.from({ length: 6 }, (_, round) => users.map((user, n) => call(user, n + round)))
    await Promise.all(rounds.flat())
    expect(Math.min(...pooler.served)).toBeGreaterThan(10)
  })
})
