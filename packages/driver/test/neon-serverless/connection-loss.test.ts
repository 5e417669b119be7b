import { Client, neonConfig, type Pool } from '@neondatabase/serverless'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  backend,
  calls,
  expectRecovery,
  insert,
  inserted,
  terminatedWhileWaiting,
  titles,
} from '../connection-loss.js'
import { failOnStrayErrors } from '../fail-on-stray-errors.js'
import { alice, bob, type Fixture, startFixture, until } from '../fixture.js'
import { startWebSocketFixture, type WebSocketFixture } from './websocket-fixture.js'

let fixture: Fixture
let sockets: WebSocketFixture
let pool: Pool
let driver: ReturnType<typeof neonServerless>
failOnStrayErrors()
beforeAll(async () => {
  fixture = await startFixture()
  sockets = await startWebSocketFixture(fixture)
})
afterAll(async () => {
  await sockets?.close()
  await fixture?.close()
})
beforeEach(async () => {
  pool = sockets.pool({ max: 1 })
  driver = neonServerless(pool)
  await driver.query(alice, titles)
})
afterEach(() => pool.end())

const count = () => inserted(fixture.owner)
const recovers = () => expectRecovery(pool, driver)
const webSocket = () => {
  const last = sockets.sockets.at(-1)
  if (last === undefined) throw new Error('There is no WebSocket.')
  return last
}

/** Rejects once, with an error. */
const failing = async (call: Promise<unknown>): Promise<Error & { code?: string }> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Error)
  return error as Error
}

describe.each(calls)('row 29: over a WebSocket, %s', (name, run) => {
  it.each(['nextFrontend', 'nextBackend'] as const)('when PostgreSQL is cut off at %s', async (point) => {
    const before = await count()
    sockets.proxy.cutOn(point)
    expect((await failing(run(driver))).message).toMatch(/terminated/)
    await recovers()
    const ran = point === 'nextBackend' && (name === 'query' || name === 'batch')
    expect((await count()) - before).toBe(ran ? 1 : 0)
  })

  it('when the backend is terminated in the middle of it', async () => {
    const call = terminatedWhileWaiting(fixture.owner, pool, () => run(driver))
    expect(await failing(call)).toMatchObject({ code: '57P01' })
    await recovers()
  })

  it('when the login is refused, or leads nowhere', async () => {
    const url = new URL(fixture.url)
    url.password = 'wrong'
    const refused = neonServerless(sockets.pool({ connectionString: url.href, max: 1 }))
    for (let time = 0; time < 2; time += 1)
      expect(await failing(run(refused))).toMatchObject({ code: '28P01' })
    const elsewhere = new URL(fixture.url)
    elsewhere.pathname = '/nowhere'
    const nowhere = neonServerless(sockets.pool({ connectionString: elsewhere.href, max: 1 }))
    expect(await failing(run(nowhere))).toMatchObject({ code: '3D000' })
  })
})

describe('row 29: over a WebSocket, a call that waits is given the place of a connection that is lost', () => {
  const sleeping = () => driver.query(alice, 'select pg_sleep(600)')
  const idle = () => driver.transaction(alice, (tx) => tx.query(titles).then(() => new Promise(() => {})))

  it.each([
    ['in a statement', 'by its backend', sleeping],
    ['in a statement', 'by its socket', sleeping],
    ['while its callback does something else', 'by its backend', idle],
    ['while its callback does something else', 'by its socket', idle],
  ])('%s, %s', async (_, by, run) => {
    const { rows } = await pool.query(backend)
    const lost = run().catch(() => undefined)
    const busy =
      "select from pg_stat_activity where pid = $1 and (query like '%pg_sleep%' or state like 'idle in%')"
    await until(fixture.owner, busy, [rows[0].pid])
    const next = driver.query(bob, titles)
    expect(pool.waitingCount).toBe(1)
    if (by === 'by its socket') webSocket().terminate()
    else await fixture.owner.query('select pg_terminate_backend($1)', [rows[0].pid])
    expect((await next).rows).toEqual([{ title: 'b1' }])
    if (run === sleeping) await lost
    await recovers()
  })

  it('also when its own pool drops it behind a statement that was refused', async () => {
    const bounded = neonServerless(pool, { maxResultBytes: 100_000 })
    const large = failing(bounded.query(alice, "select repeat('x', 1000) from generate_series(1, 100000)"))
    const next = driver.query(bob, titles)
    await large
    expect((await next).rows).toEqual([{ title: 'b1' }])
  })
})

it('row 29: a connection that is lost as its state is asked is told as that, and its place goes to who waits', async () => {
  const used = sockets.pool({ max: 1 })
  // Nothing is known yet of a connection that the application has used.
  await used.query('select 1')
  sockets.proxy.cutOn('nextFrontend')
  const given = neonServerless(used)
  const lost = failing(given.query(alice, titles))
  const next = given.query(bob, titles)
  expect((await lost).message).toMatch(/terminated/)
  expect((await next).rows).toEqual([{ title: 'b1' }])
})

describe('row 29: over a WebSocket, in an open transaction', () => {
  it.each([
    ['breaks', () => webSocket().terminate()],
    ['is closed by this side', () => webSocket().close()],
    ['is closed by a proxy', () => webSocket().emit('close', 1006, Buffer.alloc(0))],
    ['loses PostgreSQL', () => sockets.proxy.cut()],
    ['loses PostgreSQL at the next statement', () => sockets.proxy.cutOn('nextFrontend')],
    ['loses PostgreSQL at the next answer', () => sockets.proxy.cutOn('nextBackend')],
  ])('when it %s', async (_, lose) => {
    const before = await count()
    const lost = driver.transaction(alice, async (tx) => {
      await tx.query(insert)
      lose()
      await tx.query(titles)
    })
    expect((await failing(lost)).message).toMatch(/terminated|not queryable/)
    await recovers()
    expect(await count()).toBe(before)
  })

  it('when its callback swallows the loss', async () => {
    const before = await count()
    const lost = driver.transaction(alice, async (tx) => {
      await tx.query(insert)
      webSocket().terminate()
      for (let time = 0; time < 2; time += 1) await tx.query(insert).catch(() => undefined)
      return 'fine'
    })
    await failing(lost)
    await recovers()
    expect(await count()).toBe(before)
  })

  it('leaves no backend behind when its client is gone', async () => {
    const { rows } = await pool.query(backend)
    const lost = failing(driver.query(alice, 'select pg_sleep(600)'))
    const running = 'select from pg_stat_activity where pid = $1'
    await until(fixture.owner, `${running} and state = 'active'`, [rows[0].pid])
    webSocket().terminate()
    await lost
    await until(fixture.owner, `select where not exists (${running})`, [rows[0].pid])
  })
})

it('row 29: an endpoint that is not there is told as an error, by a pool and by a client', async () => {
  const { wsProxy } = neonConfig
  neonConfig.wsProxy = () => '127.0.0.1:1/v2'
  const away = sockets.pool({ max: 1 })
  expect(await failing(neonServerless(away).query(alice, titles))).toMatchObject({ code: 'ECONNREFUSED' })
  // Its end() would wait for an end that has been already.
  const client = new Client(fixture.url)
  const early = failing(neonServerless(client).query(alice, titles))
  await client.connect().catch(() => undefined)
  expect((await early).message).toMatch(/terminated/)
  neonConfig.wsProxy = wsProxy
})

it('row 29: a WebSocket that was lost while idle is not handed out again', async () => {
  webSocket().terminate()
  while (pool.totalCount > 0) await new Promise((resolve) => setImmediate(resolve))
  await recovers()
})

it('row 62: an answer that is too large ends its connection, and is told so', async () => {
  const bounded = neonServerless(pool, { maxResultBytes: 100_000 })
  const large = "select repeat('x', 1000) from generate_series(1, 100000)"
  const error = await failing(bounded.query(alice, large))
  expect(error).toMatchObject({ code: 'unsupported', message: expect.stringMatching(/maxResultBytes/) })
  await recovers()
})

it('row 36: a copy of a message is not sent by what wraps the client', async () => {
  const client = await pool.connect()
  const sent: unknown[] = []
  const { query } = client
  Object.assign(client, {
    query(config: { text?: unknown }, ...rest: unknown[]) {
      if (sent.length > 0) return Reflect.apply(query, client, [config, ...rest])
      sent.push(config.text)
      return Reflect.apply(query, client, [config.text, ...rest])
    },
  })
  const error = await failing(neonServerless(client).query(alice, titles))
  expect(error).toMatchObject({ code: 'unsupported' })
  client.release(true)
  await recovers()
})
