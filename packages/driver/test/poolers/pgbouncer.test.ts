import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conformanceInBothModes } from '../conformance-subject.js'
import { type Fixture, startFixture } from '../fixture.js'
import { mixedCalls } from './support/mixed-calls.js'
import { startPgbouncer } from './support/pgbouncer.js'
import type { Pooler } from './support/start-pooler.js'

const settings = [
  { title: 'PgBouncer 1.18', version: '1.18' },
  { title: 'PgBouncer 1.24, max_prepared_statements = 0', version: '1.24', maxPreparedStatements: 0 },
  { title: 'PgBouncer 1.24, max_prepared_statements = 10', version: '1.24', maxPreparedStatements: 10 },
] as const

for (const { title, ...options } of settings) {
  conformanceInBothModes(`node-postgres, ${title}`, async (fixture, mode) => {
    const pooler = await startPgbouncer(fixture.url, options)
    const pool = fixture.pool({ connectionString: pooler.connectionString })
    return {
      driver: nodePostgres(pool, mode),
      interactive: true,
      async close() {
        await pool.end()
        await pooler.close()
      },
    }
  })
}

describe.each(settings)('row 27: behind $title, in transaction mode with two connections', (options) => {
  let fixture: Fixture
  let pooler: Pooler
  beforeAll(async () => {
    fixture = await startFixture()
    pooler = await startPgbouncer(fixture.url, options)
  })
  afterAll(async () => {
    await pooler?.close()
    await fixture?.close()
  })

  it.each([
    ['prepared', {}],
    ['a small set', { prepare: { max: 2 } }],
    ['prepare: false', { prepare: false }],
  ])('each call works, and for its own user: %s', async (_, prepare) => {
    const pool = fixture.pool({ connectionString: pooler.connectionString, max: 6 })
    const servers = await mixedCalls(pool, nodePostgres(pool, prepare))
    expect(servers).toBe(2)
  })
})
