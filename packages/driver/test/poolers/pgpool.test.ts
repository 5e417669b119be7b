import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conformanceInBothModes } from '../conformance-subject.js'
import { alice, type Fixture, startFixture } from '../fixture.js'
import { mixedCalls } from './support/mixed-calls.js'
import { startPgpool } from './support/pgpool.js'
import type { Pooler } from './support/start-pooler.js'

conformanceInBothModes('node-postgres, Pgpool', async (fixture, mode) => {
  const pooler = await startPgpool(fixture.url)
  const pool = fixture.pool({ connectionString: pooler.connectionString })
  return {
    driver: nodePostgres(pool, { ...mode, explicitTransactions: true }),
    interactive: true,
    async close() {
      await pool.end()
      await pooler.close()
    },
  }
})

describe('row 27: behind Pgpool', () => {
  let fixture: Fixture
  let pooler: Pooler
  beforeAll(async () => {
    fixture = await startFixture()
    pooler = await startPgpool(fixture.url)
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
    const servers = await mixedCalls(pool, nodePostgres(pool, { ...prepare, explicitTransactions: true }))
    expect(servers).toBeGreaterThan(1)
  })

  it('without explicit transactions a statement is refused by the server, for it is nobody’s', async () => {
    const pool = fixture.pool({ connectionString: pooler.connectionString, max: 1 })
    const call = nodePostgres(pool).query(alice, { text: 'select auth.user_id() as id' })
    await expect(call).rejects.toMatchObject({ code: '42501' })
  })
})
