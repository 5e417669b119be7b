import { neonConfig } from '@neondatabase/serverless'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { startNeonLocal } from '@rowauth/neon-local'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { failOnStrayErrors } from '../fail-on-stray-errors.js'
import { alice, bob, type Fixture, startFixture } from '../fixture.js'
import { type CuttingRelay, startCuttingRelay } from '../node-postgres/former-user/cutting-relay.js'
import { startWebSocketFixture, type WebSocketFixture } from './websocket-fixture.js'

type Driver = ReturnType<typeof neonServerless>

let fixture: Fixture
let sockets: WebSocketFixture
/** In front of PostgreSQL, and in front of the endpoint. */
let relays: { readonly 'the connection to PostgreSQL': CuttingRelay; readonly 'the WebSocket': CuttingRelay }
let closeInner: () => Promise<void>
failOnStrayErrors()
beforeAll(async () => {
  fixture = await startFixture()
  sockets = await startWebSocketFixture(fixture)
  const inner = await startCuttingRelay(fixture.url)
  const local = await startNeonLocal({ connectionString: inner.connectionString, passwordLogin: true })
  const outer = await startCuttingRelay(`postgres://${local.wsProxy}`)
  neonConfig.wsProxy = () => `${new URL(outer.connectionString).host}/v2`
  relays = { 'the connection to PostgreSQL': inner, 'the WebSocket': outer }
  closeInner = async () => {
    await outer.close()
    await local.close()
    await inner.close()
  }
})
afterAll(async () => {
  await sockets?.close()
  await closeInner?.()
  await fixture?.close()
})

const insert = "insert into todos (title) values ('cut') returning user_id"
const whoami = 'select current_user as role, auth.user_id() as id'
const isBob = [{ role: 'authenticated', id: 'bob' }]
/** How many places each call is cut at; 10000: at every byte. */
const places = Number(process.env.ROWAUTH_RUNS ?? 5)

const calls: [name: string, rows: number, call: (driver: Driver) => Promise<unknown>][] = [
  ['a statement', 1, (driver) => driver.query(alice, insert)],
  ['a batch', 2, (driver) => driver.batch(alice, [insert, whoami, insert])],
  [
    'a transaction',
    2,
    (driver) =>
      driver.transaction(alice, async (tx) => {
        await tx.query(insert)
        await tx.query(insert)
      }),
  ],
]

describe.each(['the connection to PostgreSQL', 'the WebSocket'] as const)('%s is cut anywhere', (name) => {
  describe.each(['toServer', 'toClient'] as const)('on the way %s', (direction) => {
    const moments = ['on a warm connection', 'on one that logs in'] as const
    const cases = moments.flatMap((when) =>
      calls.map(([call, rows, run]) => [call, when, rows, run] as const),
    )
    it.each(cases)('in %s %s', { timeout: 600_000 }, async (_, when, whole, call) => {
      const relay = relays[name]
      /** Runs the call on a connection that ends after so many bytes, and then bob's, on whatever is there. */
      const run = async (bytes: number) => {
        const pool = sockets.pool({ max: 1 })
        const driver = neonServerless(pool)
        if (when === 'on a warm connection') {
          for (let time = 0; time < 2; time += 1) await driver.query(bob, whoami)
        }
        relay.cutAfter(direction, bytes)
        const failure = await call(driver).then(
          () => undefined,
          (error: unknown) => error,
        )
        const passed = relay.passed(direction)
        // Bob's own calls are whole, also where the cut lay behind the last byte.
        relay.cutAfter(direction, Number.POSITIVE_INFINITY)
        if (failure !== undefined) expect(failure).toBeInstanceOf(Error)
        expect((await driver.query(bob, whoami)).rows).toEqual(isBob)
        expect((await driver.batch(bob, [whoami]))[0]?.rows).toEqual(isBob)
        expect([pool.totalCount, pool.waitingCount]).toEqual([1, 0])
        await pool.end()
        // What was cut off may still be running.
        await vi.waitFor(async () => {
          const { rows } = await fixture.owner.query(
            'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename <> current_user',
          )
          expect(rows).toEqual([])
        }, 30_000)
        const { rows } = await fixture.owner.query("delete from todos where title = 'cut' returning user_id")
        expect(rows.every(({ user_id }) => user_id === 'alice')).toBe(true)
        expect(failure === undefined ? [whole] : [0, whole]).toContain(rows.length)
        return passed
      }
      const total = await run(Number.POSITIVE_INFINITY)
      const step = Math.ceil(total / places)
      for (let bytes = 0; bytes < total; bytes += step) await run(bytes)
    })
  })
})
