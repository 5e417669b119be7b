import { nodePostgres } from '@rowauth/driver/node-postgres'
import { describe, expect, it } from 'vitest'
import { conformanceBehind, poolsBehind } from './support/behind-pooler.js'
import { mixedCalls, preparing } from './support/mixed-calls.js'
import { startPgbouncer } from './support/pgbouncer.js'

const settings = [
  { title: 'PgBouncer 1.18', version: '1.18' },
  { title: 'PgBouncer 1.24, max_prepared_statements = 0', version: '1.24', maxPreparedStatements: 0 },
  { title: 'PgBouncer 1.24, max_prepared_statements = 10', version: '1.24', maxPreparedStatements: 10 },
] as const

for (const { title, ...options } of settings) {
  conformanceBehind(title, (url) => startPgbouncer(url, options))
}

describe.each(settings)('row 27: behind $title, in transaction mode with two connections', (options) => {
  const poolOf = poolsBehind((url) => startPgbouncer(url, options))

  it.each(preparing)('each call works, and for its own user: %s', async (_, prepare) => {
    const pool = poolOf(6)
    expect(await mixedCalls(pool, nodePostgres(pool, prepare))).toBe(2)
  })
})
