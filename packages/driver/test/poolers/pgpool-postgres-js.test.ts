import { postgresJs } from '@rowauth/driver/postgres-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../fixture.js'
import { client } from '../postgres-js/support/client.js'
import { startPgpool } from './support/pgpool.js'
import type { Pooler } from './support/start-pooler.js'

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

it('row 27: behind Pgpool, each call of postgres.js works with explicit transactions', async () => {
  const driver = postgresJs(client(pooler.connectionString, { max: 2 }), { explicitTransactions: true })
  const whoami = { text: 'select auth.user_id() as id, $1 as value', values: ['x'] }
  const row = { id: 'alice', value: 'x' }
  for (let time = 0; time < 2; time += 1) {
    expect([...(await driver.query(alice, whoami))]).toEqual([row])
    const results = await driver.batch(alice, [whoami, whoami])
    expect(results.map((rows) => [...rows])).toEqual([[row], [row]])
  }
})
