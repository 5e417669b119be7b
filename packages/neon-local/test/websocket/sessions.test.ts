import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import { firstColumn, password, query, startup } from './protocol.js'
import { RawClient } from './raw-client.js'

let fixture: Fixture
let url: URL
const stray: unknown[] = []
const note = (reason: unknown) => stray.push(reason)
beforeAll(async () => {
  fixture = await startFixture()
  url = new URL(fixture.connectionFor(fixture.login))
  process.on('unhandledRejection', note)
  process.on('uncaughtExceptionMonitor', note)
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  process.off('uncaughtExceptionMonitor', note)
  expect(stray).toEqual([])
  await fixture[Symbol.asyncDispose]()
})

const own = () => ({ user: fixture.login.user, database: url.pathname.slice(1) })
const backends = async (condition = 'true') => {
  const text = `select from pg_stat_activity where usename = $1 and ${condition}`
  return (await fixture.owner.query(text, [fixture.login.user])).rowCount
}
const untilBackends = (number: number, condition?: string) =>
  vi.waitUntil(async () => (await backends(condition)) === number, { timeout: 20_000 })

/** A server that takes connections and says nothing. */
async function startSilentServer() {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.resume()
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const address = new URL(url)
  address.port = String(port)
  return { sockets, address, listener }
}

describe('a client that leaves', () => {
  it.each([
    ['before it has said anything', () => [] as Buffer[]],
    ['in its startup message', () => [startup(own()).subarray(0, 9)]],
    ['before its password', () => [startup(own())]],
    ['in its password', () => [startup(own()), password('12345').subarray(0, 7)]],
  ])('%s leaves nothing', async (_, messages) => {
    for (const leave of ['close', 'terminate'] as const) {
      const client = await RawClient.open(fixture.local.wsProxy)
      client.send(...messages())
      client.socket[leave]()
      await client.closed
    }
    expect(await backends()).toBe(0)
  })

  it('while PostgreSQL takes its time with the login leaves no connection', async () => {
    const { sockets, address, listener } = await startSilentServer()
    const { wsProxy } = await fixture.start({ connectionString: address.href })
    const client = await RawClient.open(wsProxy)
    client.send(startup(own()), password('x'))
    await vi.waitUntil(() => sockets.size === 1)
    client.socket.terminate()
    await vi.waitUntil(() => sockets.size === 0)
    listener.close()
  })

  it('in a query, or a transaction, leaves no backend', async () => {
    for (const text of ['select pg_sleep(600)', 'begin; select pg_advisory_lock(1)']) {
      const { client } = await RawClient.logIn(fixture.local.wsProxy, url)
      client.send(query(text))
      await untilBackends(1, "query ~ 'pg_(sleep|advisory)'")
      client.socket.terminate()
      await untilBackends(0)
    }
  })
})

describe('what is not read waits where it is', () => {
  it('PostgreSQL waits for a client that does not read', async () => {
    const { client } = await RawClient.logIn(fixture.local.wsProxy, url)
    client.socket.pause()
    client.send(query("select repeat('x', 1000) from generate_series(1, 100000)"))
    await untilBackends(1, "wait_event = 'ClientWrite'")
    let bytes = 0
    client.socket.removeAllListeners('message')
    client.socket.on('message', (data: Buffer) => {
      bytes += data.length
    })
    client.socket.resume()
    await vi.waitUntil(() => bytes > 100_000_000, { timeout: 20_000 })
    await untilBackends(1, "state = 'idle'")
    client.socket.close()
  })

  it('a client waits for PostgreSQL when it does not read', async () => {
    const { client } = await RawClient.logIn(fixture.local.wsProxy, url)
    const lock = await fixture.owner.connect()
    await lock.query('select pg_advisory_lock(2)')
    client.send(query('select pg_advisory_lock(2)'))
    await untilBackends(1, "wait_event_type = 'Lock'")
    const large = query(`select length('${'x'.repeat(1_000_000)}')`)
    for (let n = 0; n < 24; n += 1) client.send(large)
    // What is still here when nothing moves any more.
    let waiting = Number.POSITIVE_INFINITY
    while (client.socket.bufferedAmount < waiting) {
      waiting = client.socket.bufferedAmount
      await delay(300)
    }
    expect(waiting).toBeGreaterThan(4_000_000)
    await lock.query('select pg_advisory_unlock(2)')
    lock.release()
    await client.until('Z')
    for (let n = 0; n < 24; n += 1) {
      const answer = await client.until('Z')
      expect(answer.filter(({ type }) => type === 'D').map(firstColumn)).toEqual(['1000000'])
    }
    client.socket.close()
    await untilBackends(0)
  })

  it('a client that waits is told when PostgreSQL has gone', async () => {
    const { client } = await RawClient.logIn(fixture.local.wsProxy, url)
    const lock = await fixture.owner.connect()
    await lock.query('select pg_advisory_lock(3)')
    client.send(query('select pg_advisory_lock(3)'))
    await untilBackends(1, "wait_event_type = 'Lock'")
    for (let n = 0; n < 24; n += 1) client.send(query(`select length('${'x'.repeat(1_000_000)}')`))
    const text = 'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1'
    await lock.query(text, [fixture.login.user])
    await lock.query('select pg_advisory_unlock(3)')
    lock.release()
    expect(await client.closed).toBe(1000)
    await untilBackends(0)
  })
})

describe('frames', () => {
  it('of text are refused', async () => {
    const client = await RawClient.open(fixture.local.wsProxy)
    client.socket.send('select 1')
    expect(await client.closed).toBe(1003)
  })

  it('that are too large are refused by their head', async () => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(fixture.local.url).port) })
    const head = [
      'GET /v2 HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    await once(socket, 'data')
    const size = Buffer.alloc(8)
    size.writeBigUInt64BE(65n * 1024n * 1024n)
    socket.write(Buffer.concat([Buffer.from([0x82, 0xff]), size, Buffer.alloc(4)]))
    const [frame] = await once(socket, 'data')
    expect([frame[0], frame.readUInt16BE(2)]).toEqual([0x88, 1009])
    socket.destroy()
  })
})

describe('close()', () => {
  it('ends sessions in whatever state, and leaves no connection', async () => {
    const { sockets, address, listener } = await startSilentServer()
    const local = await fixture.start()
    const silent = await fixture.start({ connectionString: address.href })
    const loggingIn = await RawClient.open(silent.wsProxy)
    loggingIn.send(startup(own()), password('x'))
    await vi.waitUntil(() => sockets.size === 1)
    const fresh = await RawClient.open(local.wsProxy)
    const asked = await RawClient.open(local.wsProxy)
    asked.send(startup(own()))
    const { client: idle } = await RawClient.logIn(local.wsProxy, url)
    const { client: busy } = await RawClient.logIn(local.wsProxy, url)
    busy.send(query('select pg_sleep(600)'))
    await untilBackends(1, "query ~ 'pg_sleep'")
    await Promise.all([local.close(), silent.close()])
    expect(await Promise.all([fresh, asked, idle, busy, loggingIn].map(({ closed }) => closed))).toEqual(
      Array(5).fill(1001),
    )
    await untilBackends(0)
    await vi.waitUntil(() => sockets.size === 0)
    listener.close()
  })

  it('does not wait for a client that says nothing any more', async () => {
    const local = await fixture.start()
    const { client } = await RawClient.logIn(local.wsProxy, url)
    client.socket.pause()
    await local.close()
    client.socket.terminate()
    await untilBackends(0)
  })

  it('takes no more clients', async () => {
    const local = await fixture.start()
    await local.close()
    await expect(RawClient.open(local.wsProxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
