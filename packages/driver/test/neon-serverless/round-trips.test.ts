import { neonConfig } from '@neondatabase/serverless'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { alice, as, type Fixture, leftovers, nothingLeft, startFixture } from '../fixture.js'
import { startWebSocketFixture, type WebSocketFixture } from './websocket-fixture.js'

let fixture: Fixture
let sockets: WebSocketFixture
beforeAll(async () => {
  fixture = await startFixture()
  sockets = await startWebSocketFixture(fixture)
})
afterAll(async () => {
  await sockets?.close()
  await fixture?.close()
})
afterEach(() => {
  neonConfig.pipelineConnect = 'password'
  neonConfig.coalesceWrites = true
  neonConfig.poolQueryViaFetch = false
})

const titles = 'select title from todos order by title'
const mine = [{ title: 'a1' }, { title: 'a2' }]

/** Round trips on the wire to PostgreSQL, and frames that the client has sent. */
async function cost(call: () => Promise<unknown>): Promise<[roundTrips: number, frames: number]> {
  let frames = 0
  for (const socket of sockets.sockets) {
    const { send } = Object.getPrototypeOf(Object.getPrototypeOf(socket))
    socket.send = (...args: unknown[]) => {
      frames += 1
      send.apply(socket, args)
    }
  }
  sockets.proxy.reset()
  await call()
  return [sockets.proxy.roundTrips, frames]
}

describe('round trips', () => {
  it('a statement and a batch take one, in one frame; a transaction one more than it has statements', async () => {
    const driver = neonServerless(sockets.pool({ max: 1 }))
    await driver.query(alice, 'select 1')
    for (let seen = 0; seen < 3; seen += 1) {
      expect(await cost(() => driver.query(alice, titles))).toEqual([1, 1])
    }
    expect(await cost(() => driver.batch(alice, [titles, 'select 1', titles]))).toEqual([1, 1])
    const two = () =>
      driver.transaction(alice, async (tx) => {
        await tx.query(titles)
        await tx.query(titles)
      })
    expect(await cost(two)).toEqual([3, 3])
    expect(await cost(() => driver.transaction(alice, async () => 1))).toEqual([0, 0])
    const nested = () =>
      driver.transaction(alice, async (tx) => {
        await tx.transaction(async (inner) => inner.query(titles))
      })
    expect(await cost(nested)).toEqual([3, 3])
  })

  it('asks for no part of an answer before the commit', async () => {
    const driver = neonServerless(sockets.pool({ max: 1 }))
    await driver.query(alice, titles)
    const [socket] = sockets.sockets.slice(-1)
    const sent: Buffer[] = []
    Object.assign(socket ?? {}, {
      send(bytes: Uint8Array) {
        sent.push(Buffer.from(bytes))
        Reflect.apply(WebSocket.prototype.send, socket, [bytes])
      },
    })
    expect((await driver.query(alice, titles)).rows).toEqual(mine)
    const types: string[] = []
    const bytes = Buffer.concat(sent)
    for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1))
      types.push(bytes.toString('latin1', at, at + 1))
    expect(types.filter((type) => type === 'S' || type === 'H')).toEqual(['S'])
  })

  it('row 61: the first statement of a connection takes one, since the login is not waited for', async () => {
    const driver = neonServerless(sockets.pool({ max: 1 }))
    expect(await cost(() => driver.query(alice, titles))).toEqual([1, 0])
    const client = sockets.client()
    const queried = neonServerless(client).query(alice, titles)
    await client.connect()
    expect((await queried).rows).toEqual(mine)
  })

  it('without `pipelineConnect` the state of a connection is asked for once', async () => {
    neonConfig.pipelineConnect = false
    const driver = neonServerless(sockets.pool({ max: 1 }))
    expect(await cost(() => driver.query(alice, titles))).toEqual([2, 0])
    expect(await cost(() => driver.query(alice, titles))).toEqual([1, 1])
  })

  it('without `coalesceWrites` nothing is another way', async () => {
    neonConfig.coalesceWrites = false
    const driver = neonServerless(sockets.pool({ max: 1 }))
    await driver.query(alice, titles)
    expect(await cost(() => driver.batch(alice, [titles, titles]))).toEqual([1, 1])
  })
})

it('sends nothing over HTTP, whatever `poolQueryViaFetch` says', async () => {
  neonConfig.poolQueryViaFetch = true
  const fetched: unknown[] = []
  neonConfig.fetchFunction = (address: unknown) => {
    fetched.push(address)
    throw new Error('There is no HTTP here.')
  }
  try {
    const pool = sockets.pool({ max: 1 })
    const driver = neonServerless(pool)
    expect((await driver.query(alice, titles)).rows).toEqual(mine)
    expect((await driver.batch(alice, [titles]))[0]?.rows).toEqual(mine)
    expect(await driver.transaction(alice, async (tx) => (await tx.query(titles)).rows)).toEqual(mine)
    expect(fetched).toEqual([])
    // The setting is on, and the application's own queries follow it as before.
    await expect(pool.query('select 1')).rejects.toThrow('There is no HTTP here.')
    expect(fetched).toHaveLength(1)
  } finally {
    neonConfig.fetchFunction = undefined
  }
})

it('leaves nothing on the connection, after results and after errors', async () => {
  const pool = sockets.pool({ max: 1 })
  const driver = neonServerless(pool)
  await driver.query(alice, titles)
  expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
  await expect(driver.query(alice, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
  expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
  await driver.transaction(as('nobody'), async (tx) => tx.query('select 1'))
  expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
})

it('takes bytes as they are, in every class that has them', async () => {
  const driver = neonServerless(sockets.pool({ max: 1 }))
  const bytes = [0, 1, 127, 128, 255, 92, 39]
  for (const value of [
    Buffer.from(bytes),
    Uint8Array.from(bytes),
    new DataView(Uint8Array.from(bytes).buffer),
  ]) {
    const { rows } = await driver.query(alice, {
      text: "select encode($1::bytea, 'hex') as hex",
      values: [value],
    })
    expect(rows).toEqual([{ hex: Buffer.from(bytes).toString('hex') }])
  }
})

it('takes what has the form of a pool or a client, and nothing else', () => {
  for (const value of [undefined, null, {}, 'postgres://x', () => 1]) {
    expect(() => neonServerless(value as never)).toThrow(
      new TypeError('neonServerless() takes a Pool, a PoolClient or a Client of @neondatabase/serverless.'),
    )
  }
  expect(() => neonServerless(sockets.pool(), { clean: 'yes' as never })).toThrow(TypeError)
})
