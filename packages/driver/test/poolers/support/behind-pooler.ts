import { type NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { conformanceInBothModes } from '../../conformance-subject.js'
import { type Fixture, startFixture } from '../../fixture.js'
import type { Pooler } from './start-pooler.js'

/** Starts a pooler in front of what a connection string leads to. */
type StartPooler = (connectionString: string) => Promise<Pooler>

/** The suite for the driver behind a pooler, in both trust modes. */
export function conformanceBehind(name: string, start: StartPooler, options: NodePostgresOptions = {}): void {
  conformanceInBothModes(`node-postgres, ${name}`, async (fixture, mode) => {
    const pooler = await start(fixture.url)
    const pool = fixture.pool({ connectionString: pooler.connectionString })
    return {
      driver: nodePostgres(pool, { ...mode, ...options }),
      interactive: true,
      async close() {
        await pool.end()
        await pooler.close()
      },
    }
  })
}

/** Makes the pools of a suite, of so many connections each: to a fixture behind a pooler, which end with the suite. */
export function poolsBehind(start: StartPooler): (max: number) => pg.Pool {
  let fixture: Fixture
  let pooler: Pooler
  beforeAll(async () => {
    fixture = await startFixture()
    pooler = await start(fixture.url)
  })
  afterAll(async () => {
    await pooler?.close()
    await fixture?.close()
  })
  return (max) => fixture.pool({ connectionString: pooler.connectionString, max })
}
