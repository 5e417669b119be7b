import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import { type History, history, playHistory } from './play-history.js'

/** How many histories are played on each server: a few, or many for a long look. */
const { ROWAUTH_RUNS: runs, ROWAUTH_SEED: seed } = process.env
/** A failure is reported with its seed, which plays the same histories again. */
const parameters: fc.Parameters<[History]> = {
  numRuns: Number(runs ?? 30),
  endOnFailure: true,
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  reporter({ failed, seed, errorInstance }) {
    if (failed) throw new Error(`ROWAUTH_SEED=${seed} plays this again.`, { cause: errorInstance })
  },
}

describe.each([14, 18] as const)('PostgreSQL %d', (version) => {
  let fixture: Fixture
  let plain: pg.PoolClient
  let steps = 0
  beforeAll(async () => {
    fixture = await startFixture({ version })
    await fixture.owner.query('create extension citext')
    plain = await fixture.pool({ max: 1 }).connect()
  })
  afterAll(async () => {
    plain?.release()
    await fixture?.close()
    if (runs !== undefined) process.stdout.write(`PostgreSQL ${version}: ${steps} steps\n`)
  })

  it('answers as node-postgres does, whatever happens to the catalog meanwhile', async () => {
    const play = fc.asyncProperty(history, async (history) => {
      steps += await playHistory(fixture, plain, history)
    })
    await fc.assert(play, parameters)
  }, 7_200_000)
})
