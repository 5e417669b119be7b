import { nodePostgres } from '@rowauth/driver/node-postgres'
import { describe, expect, it } from 'vitest'
import { alice } from '../fixture.js'
import { conformanceBehind, poolsBehind } from './support/behind-pooler.js'
import { mixedCalls, preparing } from './support/mixed-calls.js'
import { startPgpool } from './support/pgpool.js'

conformanceBehind('Pgpool', startPgpool, { explicitTransactions: true })

describe('row 27: behind Pgpool', () => {
  const poolOf = poolsBehind(startPgpool)

  it.each(preparing)('each call works, and for its own user: %s', async (_, prepare) => {
    const pool = poolOf(6)
    const servers = await mixedCalls(pool, nodePostgres(pool, { ...prepare, explicitTransactions: true }))
    expect(servers).toBeGreaterThan(1)
  })

  it('without explicit transactions a statement is refused by the server, for it is nobody’s', async () => {
    const call = nodePostgres(poolOf(1)).query(alice, { text: 'select auth.user_id() as id' })
    await expect(call).rejects.toMatchObject({ code: '42501' })
  })
})
