import type fc from 'fast-check'

/** How often a property is tried: a few times, or `ROWAUTH_RUNS` for a long look; `ROWAUTH_SEED` does it again. */
export function runs<Ts>(): fc.Parameters<Ts> {
  const { ROWAUTH_RUNS, ROWAUTH_SEED } = process.env
  return {
    numRuns: Number(ROWAUTH_RUNS ?? 30),
    ...(ROWAUTH_SEED === undefined ? {} : { seed: Number(ROWAUTH_SEED) }),
  }
}
