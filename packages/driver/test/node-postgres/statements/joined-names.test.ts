import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

it('a transaction that is joined after a migration does not fail by what an earlier one has prepared', async () => {
  await fixture.owner.query('create table counted (id int); grant select on counted to authenticated')
  await fixture.owner.query('insert into counted values (1)')
  const pool = fixture.pool({ max: 1 })
  const driver = nodePostgres(pool)
  const all = 'select * from counted'
  for (let times = 0; times < 4; times += 1) await driver.query(alice, all)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await fixture.owner.query('alter table counted add column more int')
    expect((await driver.within?.(client).query(alice, all))?.rows).toEqual([{ id: 1, more: null }])
    await client.query('commit')
  } finally {
    client.release()
  }
})
