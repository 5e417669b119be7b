import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { postgresJs } from '@rowauth/driver/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { failOnStrayErrors } from '../../fail-on-stray-errors.js'
import { alice } from '../../fixture.js'

const message = (type: string, body: Buffer) => {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const authenticated = message('R', Buffer.alloc(4))
const ready = message('Z', Buffer.from('I'))
const terminated = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0'))

/** A server that is told to stop in the very moment when it has let a client in. */
let server: Server
failOnStrayErrors()
beforeAll(async () => {
  server = createServer((socket: Socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([authenticated, ready, terminated])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
})

it('row 29: a connection that ends as soon as it is open rejects the call, and does not end the process', async () => {
  const { port } = server.address() as AddressInfo
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', database: 'app', max: 1 })
  pool.on('error', () => {})
  const driver = nodePostgres(pool)
  for (const made of [driver, nodePostgres(pool)]) {
    await expect(made.query(alice, 'select 1')).rejects.toMatchObject({ code: '57P01' })
  }
  await new Promise((resolve) => setImmediate(resolve))
  expect([pool.totalCount, pool.waitingCount]).toEqual([0, 0])
  // However many drivers are made of it.
  for (let n = 0; n < 20; n += 1) nodePostgres(pool)
  expect(pool.listenerCount('connect')).toBe(1)
  await pool.end()
})

it('row 29: nor does it over postgres.js', async () => {
  const { port } = server.address() as AddressInfo
  const sql = postgres({ host: '127.0.0.1', port, user: 'app', database: 'app', max: 1, ssl: false })
  const driver = postgresJs(sql)
  for (const text of ['select 1', 'select 2']) {
    await expect(driver.query(alice, text)).rejects.toMatchObject({ code: '57P01' })
  }
  await driver.end()
  await sql.end()
})
