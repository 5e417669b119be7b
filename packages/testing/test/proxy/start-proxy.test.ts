import { once } from 'node:events'
import { connect } from 'node:net'
import { type PostgresProxy, startPostgres, startProxy, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let server: TestServer
let proxy: PostgresProxy
let client: pg.Client

/** A connected client whose loss is not an uncaught error. */
async function connected(config: pg.ClientConfig = {}): Promise<pg.Client> {
  const made = new pg.Client({ connectionString: proxy.connectionString, ...config })
  made.on('error', () => undefined)
  await made.connect()
  return made
}

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

beforeEach(async () => {
  proxy = await startProxy(server.connectionString)
  client = await connected()
  proxy.reset()
})
afterEach(async () => {
  await client.end()
  await proxy.close()
})

describe('startProxy: counting', () => {
  it('counts one round trip for a simple query', async () => {
    await client.query('select 1')
    expect(proxy.roundTrips).toBe(1)
    expect(proxy.messages.frontend).toEqual(['Q'])
    expect(proxy.messages.backend).toEqual(['T', 'D', 'C', 'Z'])
  })

  it('counts one round trip for a query with parameters', async () => {
    await client.query('select $1::text', ['x'])
    expect(proxy.roundTrips).toBe(1)
    expect(proxy.messages.frontend).toEqual(['P', 'B', 'D', 'E', 'S'])
  })

  it('counts each awaited query', async () => {
    for (let index = 0; index < 5; index += 1) await client.query('select $1::int', [index])
    expect(proxy.roundTrips).toBe(5)
  })

  it('counts the five statements of a hand-written transaction', async () => {
    for (const text of [
      'begin',
      "select set_config('a.b', 'c', true)",
      'set local role none',
      'select 1',
      'commit',
    ])
      await client.query(text)
    expect(proxy.roundTrips).toBe(5)
  })

  it('counts queries that are sent together once', async () => {
    const pipelining = await connected({ pipeline: true })
    proxy.reset()
    const results = await Promise.all(
      [1, 2, 3].map((index) => pipelining.query('select $1::int as n', [index])),
    )
    expect(results.map(({ rows }) => rows[0].n)).toEqual([1, 2, 3])
    expect(proxy.messages.frontend.filter((type) => type === 'S')).toHaveLength(3)
    expect(proxy.roundTrips).toBe(1)
    await pipelining.end()
  })

  it('counts a query that fails', async () => {
    await expect(client.query('select 1/$1::int', [0])).rejects.toMatchObject({ code: '22012' })
    expect(proxy.roundTrips).toBe(1)
  })

  it('counts a message of a megabyte, which no chunk holds, once', async () => {
    const text = 'x'.repeat(1_000_000)
    const { rows } = await client.query('select $1::text as text', [text])
    expect(rows[0].text).toBe(text)
    expect(proxy.roundTrips).toBe(1)
    expect(proxy.bytesToServer).toBeGreaterThan(1_000_000)
    expect(proxy.bytesToClient).toBeGreaterThan(1_000_000)
  })

  it('keeps the round trips of opening a connection apart', async () => {
    const other = await connected()
    expect(proxy.connections).toBe(1)
    expect(proxy.openConnections).toBe(2)
    expect(proxy.roundTrips).toBe(0)
    expect(proxy.startupRoundTrips).toBeGreaterThan(0)
    expect(proxy.messages).toEqual({ frontend: [], backend: [] })
    await other.end()
  })

  it('counts over all connections', async () => {
    const pool = new pg.Pool({ connectionString: proxy.connectionString, max: 3 })
    await Promise.all([1, 2, 3].map((index) => pool.query('select $1::int', [index])))
    await pool.end()
    expect(proxy.connections).toBe(3)
    expect(proxy.roundTrips).toBe(3)
  })

  it('answers a request for encryption itself', async () => {
    const socket = connect(Number(new URL(proxy.connectionString).port), '127.0.0.1')
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
    const [answer] = await once(socket, 'data')
    expect(answer.toString()).toBe('N')
    expect(proxy.startupRoundTrips).toBe(1)
    socket.destroy()
  })

  it('begins a new record at reset and leaves the old one as it was read', async () => {
    await client.query('select 1')
    const { statements } = proxy
    proxy.reset()
    await client.query('select 2')
    expect(statements).toEqual(['select 1'])
    expect(proxy.statements).toEqual(['select 2'])
  })
})

describe('startProxy: reading along', () => {
  it('records SQL texts and parameters apart', async () => {
    await client.query('select 1')
    await client.query('select $1::text, $2::bytea, $3::int', ["it's", Buffer.from([0, 255]), null])
    expect(proxy.statements).toEqual(['select 1', 'select $1::text, $2::bytea, $3::int'])
    expect(proxy.bound).toEqual(["it's", '\\x00ff'])
  })

  it('records nothing when nothing is sent', async () => {
    expect(proxy.statements).toEqual([])
    expect(proxy.bound).toEqual([])
    expect(proxy.bytesToServer).toBe(0)
  })

  it('lets cancel requests through', async () => {
    const sleeping = expect(client.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' })
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
    const request = Buffer.alloc(16)
    for (const [index, value] of [16, 80_877_102, processID, secretKey].entries())
      request.writeInt32BE(value, index * 4)
    // The server may get the request before the query, and ignore it then.
    const timer = setInterval(() => {
      connect(Number(new URL(proxy.connectionString).port), '127.0.0.1').end(request)
    }, 50)
    await sleeping
    clearInterval(timer)
    expect(proxy.roundTrips).toBe(1)
  })
})

describe('startProxy: latency', () => {
  it('takes at least the given time for a round trip', async () => {
    proxy.setLatency(60)
    const start = performance.now()
    await client.query('select $1::int', [1])
    expect(performance.now() - start).toBeGreaterThanOrEqual(58)
    expect(proxy.roundTrips).toBe(1)
  })

  it('keeps the order when the latency falls', async () => {
    proxy.setLatency(100)
    const pipelining = await connected({ pipeline: true })
    const first = pipelining.query('select 1 as n')
    await new Promise((resolve) => setImmediate(resolve))
    proxy.setLatency(0)
    const second = pipelining.query('select 2 as n')
    expect((await Promise.all([first, second])).map(({ rows }) => rows[0].n)).toEqual([1, 2])
    await pipelining.end()
  })
})

describe('startProxy: cutting', () => {
  it('fails the call that is under way, and takes new connections', async () => {
    const pending = expect(client.query('select pg_sleep(60)')).rejects.toThrow()
    await expect.poll(() => proxy.messages.frontend).toEqual(['Q'])
    proxy.cut()
    await pending
    const next = await connected()
    expect((await next.query('select 1 as n')).rows).toEqual([{ n: 1 }])
    await next.end()
  })

  it('cuts before the server sees the call', async () => {
    await client.query('create table before_call (n int)')
    proxy.cutOn('nextFrontend')
    await expect(client.query('insert into before_call values ($1)', [1])).rejects.toThrow()
    const next = await connected()
    expect((await next.query('select * from before_call')).rows).toEqual([])
    await next.end()
  })

  it('cuts after the server has run the call', async () => {
    await client.query('create table after_call (n int)')
    proxy.cutOn('nextBackend')
    await expect(client.query('insert into after_call values ($1)', [1])).rejects.toThrow()
    const next = await connected()
    expect((await next.query('select * from after_call')).rows).toEqual([{ n: 1 }])
    await next.end()
  })

  it('cuts one connection only, once', async () => {
    const other = await connected()
    proxy.cutOn('nextBackend')
    await expect(client.query('select 1')).rejects.toThrow()
    expect((await other.query('select 1 as n')).rows).toEqual([{ n: 1 }])
    await other.end()
  })

  it('hands the end of the server on to the client', async () => {
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    await expect(client.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject({
      code: '57P01',
    })
    await ended
  })

  it('survives a peer that does not speak the protocol', async () => {
    const socket = connect(Number(new URL(proxy.connectionString).port), '127.0.0.1')
    socket.on('error', () => undefined)
    const closed = once(socket, 'close')
    socket.write(Buffer.from([0, 0, 0, 0, 1, 2, 3]))
    await closed
    await client.query('select 1')
    expect(proxy.roundTrips).toBe(1)
  })
})
