import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, bob, type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const titles = 'select title from todos order by title'
const isolationLevel = 'repeatable read'

it('a transaction sees what the one whose snapshot it takes over sees, as its own user', async () => {
  const proxy = await fixture.proxy()
  const driver = nodePostgres(fixture.pool({ connectionString: proxy.connectionString }))
  const seen = await driver.transaction(
    bob,
    async (first) => {
      const { rows } = await first.query('select pg_export_snapshot() as snapshot')
      const { snapshot } = rows[0] as { snapshot: string }
      await fixture.owner.query("insert into todos (user_id, title) values ('alice', 'later')")
      proxy.reset()
      const { rows: mine } = await driver.transaction(alice, (tx) => tx.query(titles), {
        isolationLevel,
        snapshot,
      })
      const [batch] = await driver.batch(alice, [titles], { isolationLevel, snapshot })
      expect(proxy.roundTrips).toBe(2 + 1)
      expect(batch?.rows).toEqual(mine)
      return mine
    },
    { isolationLevel },
  )
  expect(seen).toEqual([{ title: 'a1' }, { title: 'a2' }])
  const { rows } = await driver.query(alice, titles)
  expect(rows).toEqual([{ title: 'a1' }, { title: 'a2' }, { title: 'later' }])
})

it.each([
  "00000003-0000001B-1'; select 1; --",
  '00000003-0000001b-1',
  '00000003-0000001B-0',
  '',
  7 as unknown as string,
])('%j is no snapshot', async (snapshot) => {
  const driver = nodePostgres(fixture.pool())
  await expect(driver.batch(alice, [titles], { isolationLevel, snapshot })).rejects.toThrow(TypeError)
  await expect(driver.transaction(alice, async () => 1, { isolationLevel, snapshot })).rejects.toThrow(
    TypeError,
  )
})

it('a snapshot that is gone is an error of the database', async () => {
  const driver = nodePostgres(fixture.pool())
  const options = { isolationLevel, snapshot: '00000003-0000001B-1' } as const
  await expect(driver.batch(alice, [titles], options)).rejects.toMatchObject({
    code: expect.stringMatching(/^(22023|42704)$/),
  })
  expect((await driver.query(alice, titles)).rows.length).toBeGreaterThan(0)
})
