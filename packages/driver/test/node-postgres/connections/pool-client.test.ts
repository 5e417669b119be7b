import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, bob, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const whoami = 'select auth.user_id() as id'

it('a checked-out client is used, not released, and clean afterwards', async () => {
  const pool = fixture.pool({ max: 1 })
  const client = await pool.connect()
  const driver = nodePostgres(client)
  expect((await driver.query(alice, whoami)).rows).toEqual([{ id: 'alice' }])
  const [first] = await driver.batch(bob, [whoami])
  expect(first?.rows).toEqual([{ id: 'bob' }])
  await driver.transaction(alice, (tx) => tx.query('select 1/0')).catch(() => undefined)
  expect([pool.idleCount, pool.totalCount]).toEqual([0, 1])
  expect((await client.query(leftovers)).rows).toEqual([nothingLeft])
  client.release()
  expect((await nodePostgres(pool).query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
})

it('shares what is prepared with the pool that it came from', async () => {
  const pool = fixture.pool({ max: 1 })
  const ofPool = nodePostgres(pool, { prepare: { max: 2 } })
  await ofPool.query(bob, whoami)
  for (let round = 0; round < 4; round += 1) {
    await ofPool.query(alice, `select ${round % 2}`)
    const client = await pool.connect()
    const driver = nodePostgres(client)
    expect((await driver.query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
    const named = "select count(*)::int as count from pg_prepared_statements where name !~ 'opening$'"
    const { rows } = await client.query(named)
    expect(rows[0].count).toBeLessThanOrEqual(2)
    client.release()
  }
})

it("row 18: a client that was released may be somebody else's: the two never share a transaction", async () => {
  const pool = fixture.pool({ max: 1 })
  const client = await pool.connect()
  const stale = nodePostgres(client)
  client.release()
  await nodePostgres(pool).transaction(bob, async (tx) => {
    await tx.query(whoami)
    await expect(stale.query(alice, whoami)).rejects.toMatchObject({ code: 'unsupported' })
    await expect(stale.transaction(alice, (other) => other.query(whoami))).rejects.toMatchObject({
      code: 'unsupported',
    })
    expect((await tx.query(whoami)).rows).toEqual([{ id: 'bob' }])
  })
})
