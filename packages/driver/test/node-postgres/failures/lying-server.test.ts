import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { failOnStrayErrors } from '../../fail-on-stray-errors.js'
import { alice } from '../../fixture.js'

const message = (type: string, body: Buffer) => {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))])

/** Says what a server never says to us, and goes on listening. */
let answer: Buffer = Buffer.alloc(0)
let server: Server
let pool: pg.Pool
failOnStrayErrors()
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(welcome)
      socket.on('data', () => socket.write(answer))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', database: 'app', max: 1 })
  pool.on('error', () => {})
})
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  expect([pool.totalCount, pool.waitingCount]).toEqual([0, 0])
})
afterAll(async () => {
  await pool?.end()
  server?.close()
})

it.each<[string, Buffer, RegExp]>([
  ['a row that says it has more columns than bytes', message('D', Buffer.from([0, 9])), /out of range/],
  [
    'a description of rows that ends too soon',
    message('T', Buffer.from([0, 3, 0x78])),
    /out of range|undefined|null/,
  ],
  ['that a portal is suspended', message('s', Buffer.alloc(0)), /terminated/],
])('%s: the call rejects, and the process goes on', async (_, bytes, error) => {
  answer = bytes
  const driver = nodePostgres(pool)
  await expect(driver.query(alice, 'select 1')).rejects.toThrow(error)
  await expect(driver.transaction(alice, (tx) => tx.query('select 1'))).rejects.toThrow(error)
})

it('goes on, too, when what cannot be read comes behind an answer that is complete', async () => {
  const parsed = message('1', Buffer.alloc(0))
  const bound = message('2', Buffer.alloc(0))
  const complete = message('C', Buffer.from('SELECT 0\0'))
  const one = Buffer.concat([parsed, bound, complete])
  answer = Buffer.concat([
    one,
    one,
    one,
    message('Z', Buffer.from('I')),
    message('T', Buffer.from([0, 3, 0x78])),
  ])
  await nodePostgres(pool)
    .query(alice, 'select 1')
    .catch(() => undefined)
  await nodePostgres(pool, { prepare: false })
    .query(alice, 'select 1')
    .catch(() => undefined)
  while (pool.totalCount > 0) await new Promise((resolve) => setImmediate(resolve))
})

it('and over a client that is connected only when the call waits for it', async () => {
  answer = message('D', Buffer.from([0, 9]))
  const { port } = server.address() as AddressInfo
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'app', database: 'app' })
  client.on('error', () => {})
  const early = nodePostgres(client).query(alice, 'select 1')
  await new Promise((resolve) => setImmediate(resolve))
  await Promise.all([client.connect(), expect(early).rejects.toThrow(/out of range/)])
})
