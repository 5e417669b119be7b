import { expect, it, vi } from 'vitest'
import { startFixture } from '../fixture.js'
import { fuzzSql } from './fuzz-sql.js'

// `pnpm fuzz:sql --minutes 10 --seed 7`; without it a short run whose seed never changes.
const minutes = Number(process.env.ROWAUTH_FUZZ_MINUTES ?? 0)
const seed = Number(process.env.ROWAUTH_FUZZ_SEED ?? 1)

it(
  'row 78: no request crashes it, hangs it, or is answered with an error of its own',
  async () => {
    await using fixture = await startFixture()
    const outcome = await fuzzSql(
      fixture,
      minutes > 0
        ? { seed, inputs: Number.POSITIVE_INFINITY, duration: minutes * 60_000 }
        : { seed, inputs: 400, duration: Number.POSITIVE_INFINITY },
    )
    // Both what is understood and what is refused.
    expect(outcome).toMatchObject({ 200: expect.any(Number), 400: expect.any(Number) })
    if (minutes > 0) console.log(`seed ${seed}:`, outcome)
    // Nothing goes on for a client that has left, and no rows but alice's were written.
    await vi.waitUntil(async () => {
      const { rowCount } = await fixture.owner.query(
        `select from pg_stat_activity where application_name = 'rowauth-neon-local' and state <> 'idle'
           and datname = current_database()`,
      )
      return rowCount === 0
    }, 20_000)
    const { rows } = await fixture.owner.query(
      "select owner from notes where owner not in ('alice', 'bob', 'carol')",
    )
    expect(rows).toEqual([])
  },
  minutes * 60_000 + 120_000,
)
