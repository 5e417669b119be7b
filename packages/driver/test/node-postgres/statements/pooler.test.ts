import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../../fixture.js'
import { mixedCalls, preparing } from '../../poolers/support/mixed-calls.js'
import { startTransactionPooler } from './transaction-pooler.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

describe.each(preparing)(
  'row 27: behind a pooler in transaction mode with two connections, %s',
  (_, options) => {
    it.each([1, 4])('each call works, and for its own user (%d at once)', async (max) => {
      const pooler = await startTransactionPooler(fixture.url, 2)
      const pool = fixture.pool({ connectionString: pooler.connectionString, max })
      await mixedCalls(pool, nodePostgres(pool, options))
      expect(Math.min(...pooler.served)).toBeGreaterThan(10)
    })
  },
)

it('row 27: plain named statements of pg fail there', async () => {
  const pooler = await startTransactionPooler(fixture.url, 2)
  const pool = fixture.pool({ connectionString: pooler.connectionString, max: 1 })
  const statement = { name: 'plain', text: 'select $1::int', values: [1] }
  await pool.query(statement)
  await expect(pool.query(statement)).rejects.toMatchObject({ code: '26000' })
})
