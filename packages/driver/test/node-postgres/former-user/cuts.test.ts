import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failOnStrayErrors } from '../../fail-on-stray-errors.js'
import { alice, bob, type Fixture } from '../../fixture.js'
import { type CuttingRelay, startCuttingRelay } from './cutting-relay.js'
import { bothOptions, type Driver, startMallory } from './mallory.js'

let fixture: Fixture
let relay: CuttingRelay
failOnStrayErrors()
beforeAll(async () => {
  fixture = await startMallory()
  relay = await startCuttingRelay(fixture.url)
})
afterAll(async () => {
  await relay?.close()
  await fixture?.close()
})

const insert = "insert into todos (title) values ('cut') returning user_id"
const whoami = 'select current_user as role, auth.user_id() as id'
const isBob = [{ role: 'authenticated', id: 'bob' }]

const calls: [string, (driver: Driver) => Promise<unknown>][] = [
  ['a statement', (driver) => driver.query(alice, insert)],
  ['a batch', (driver) => driver.batch(alice, [insert, whoami, insert])],
  [
    'a transaction',
    (driver) =>
      driver.transaction(alice, async (tx) => {
        await tx.query(insert)
        await tx.query(insert)
      }),
  ],
  ['a statement that fails', (driver) => driver.query(alice, 'select 1/0').catch(() => undefined)],
]

describe.each(bothOptions)('%s', (_, options) => {
  describe.each(calls)('%s, cut anywhere', (name, call) => {
    it.each(['toServer', 'toClient'] as const)('on its way %s', async (direction) => {
      /** Runs the call on a warm connection that ends after so many bytes, and then bob's, on whatever is there. */
      const run = async (bytes: number) => {
        const pool = fixture.pool({ connectionString: relay.connectionString, max: 1 })
        const driver = nodePostgres(pool, options)
        for (let time = 0; time < 2; time += 1) await driver.query(bob, whoami)
        await pool.query('select 1')
        relay.cutAfter(direction, bytes)
        const done = await call(driver).then(
          () => true,
          () => false,
        )
        const passed = relay.passed(direction)
        // Bob's own calls are whole, also where the cut lay behind the last byte.
        relay.cutAfter(direction, Number.POSITIVE_INFINITY)
        expect((await driver.query(bob, whoami)).rows).toEqual(isBob)
        const [first] = await driver.batch(bob, [whoami])
        expect(first?.rows).toEqual(isBob)
        expect([pool.totalCount, pool.waitingCount]).toEqual([1, 0])
        await pool.end()
        const { rows } = await fixture.owner.query("delete from todos where title = 'cut' returning user_id")
        const whole = name === 'a statement that fails' ? 0 : name === 'a statement' ? 1 : 2
        expect(rows.every(({ user_id }) => user_id === 'alice')).toBe(true)
        expect(done ? [whole] : [0, whole]).toContain(rows.length)
        return passed
      }
      const total = await run(Number.POSITIVE_INFINITY)
      const step = Math.ceil(total / 23)
      for (let bytes = 0; bytes < total; bytes += step) await run(bytes)
    })
  })
})
