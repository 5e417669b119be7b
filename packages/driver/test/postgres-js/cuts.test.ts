import { type PostgresJsDriver, postgresJs } from '@rowauth/driver/postgres-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failOnStrayErrors } from '../fail-on-stray-errors.js'
import { alice, bob, type Fixture, startFixture } from '../fixture.js'
import { type CuttingRelay, startCuttingRelay } from '../node-postgres/former-user/cutting-relay.js'
import { client } from './support/client.js'

let fixture: Fixture
let relay: CuttingRelay
failOnStrayErrors()
beforeAll(async () => {
  fixture = await startFixture()
  relay = await startCuttingRelay(fixture.url)
})
afterAll(async () => {
  await relay?.close()
  await fixture?.close()
})

const insert = { text: 'insert into todos (title) values ($1) returning user_id', values: ['cut'] }
const whoami = 'select current_user as role, auth.user_id() as id'
const isBob = [{ role: 'authenticated', id: 'bob' }]

interface Call {
  readonly rows: number
  readonly run: (driver: PostgresJsDriver) => Promise<unknown>
}

const calls: Record<string, Call> = {
  'a statement': { rows: 1, run: (driver) => driver.query(alice, insert) },
  'a batch': { rows: 2, run: (driver) => driver.batch(alice, [insert, whoami, insert]) },
  'a transaction': {
    rows: 2,
    run: (driver) =>
      driver.transaction(alice, async (tx) => {
        await tx.query(insert)
        await tx.query(insert)
      }),
  },
}

/** `ROWAUTH_EVERY_BYTE=1` cuts at each byte, which takes minutes. */
const cuts = process.env.ROWAUTH_EVERY_BYTE ? Number.POSITIVE_INFINITY : 17

describe.each(['first', 'known'] as const)(
  'the %s use of its statements, on a connection that is there',
  (use) => {
    describe.each(Object.entries(calls))('%s, cut anywhere', (_, { rows, run }) => {
      it.each(['toServer', 'toClient'] as const)('on its way %s', { timeout: 600_000 }, async (direction) => {
        /** The call on a connection that ends after so many bytes, and then bob's, on whatever is there. */
        const cutAt = async (bytes: number) => {
          const sql = client(relay.connectionString, { max: 1 })
          const driver = postgresJs(sql)
          await driver.query(bob, whoami)
          if (use === 'known') {
            await run(driver)
            await fixture.owner.query("delete from todos where title = 'cut'")
          }
          relay.cutAfter(direction, bytes)
          const done = await run(driver).then(
            () => true,
            () => false,
          )
          const passed = relay.passed(direction)
          // Bob's own calls are whole, also where the cut lay behind the last byte.
          relay.cutAfter(direction, Number.POSITIVE_INFINITY)
          expect([...(await driver.query(bob, whoami))]).toEqual(isBob)
          await driver.end()
          await sql.end()
          const left = await fixture.owner.query("delete from todos where title = 'cut' returning user_id")
          expect(left.rows.every(({ user_id }) => user_id === 'alice')).toBe(true)
          expect(done ? [rows] : [0, rows]).toContain(left.rows.length)
          return passed
        }
        const total = await cutAt(Number.POSITIVE_INFINITY)
        const step = Math.ceil(total / cuts) || 1
        for (let bytes = 0; bytes < total; bytes += step) await cutAt(bytes)
      })
    })
  },
)
