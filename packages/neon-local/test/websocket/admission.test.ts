import { once } from 'node:events'
import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { type Fixture, startFixture } from '../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** The HTTP status that an upgrade is answered with. */
async function statusOf(address: string, options: ClientOptions = {}): Promise<number> {
  const socket = new WebSocket(`ws://${address}`, options)
  socket.on('error', () => {})
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101))
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
  })
  socket.terminate()
  return status
}

const server = () => new URL(fixture.connectionFor(fixture.login))

describe('an upgrade is refused', () => {
  it.each([
    ['of a page of somebody else’s', { origin: 'https://evil.example' }],
    ['of a page that hides its origin', { origin: 'null' }],
    ['of a page whose origin looks like ours', { origin: 'http://localhost.evil.example' }],
    ['by a name that leads here', { headers: { host: 'rebound.example' } }],
    ['by a name that looks like ours', { headers: { host: 'localhost.evil.example:4444' } }],
  ])('%s', async (_, options) => {
    expect(await statusOf(fixture.local.wsProxy, options)).toBe(403)
  })

  it('for another path', async () => {
    const { host } = new URL(fixture.local.url)
    for (const path of ['', '/', '/sql', '/v1', '/v2/', '/v2/more', '//v2']) {
      expect(await statusOf(`${host}${path}`), path).toBe(404)
    }
  })

  it('row 63: for every server but the one behind the endpoint, to which nothing is sent', async () => {
    let connections = 0
    const trap = createServer((socket) => {
      connections += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(trap, 'listening')
    const { port } = trap.address() as AddressInfo
    const own = server()
    const addresses = [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      'db.example:5432',
      `db.example:${own.port}`,
      own.hostname,
      `${own.hostname}:${own.port}:${port}`,
      `${own.host}@127.0.0.1:${port}`,
      `${own.host}/../127.0.0.1:${port}`,
      `user@${own.host}`,
      '/var/run/postgresql:5432',
      '',
    ]
    for (const address of addresses) {
      const asked = `${fixture.local.wsProxy}?address=${encodeURIComponent(address)}`
      expect(await statusOf(asked), address).toBe(403)
    }
    const twice = `${fixture.local.wsProxy}?address=${own.host}&address=127.0.0.1:${port}`
    expect(await statusOf(twice)).toBe(400)
    expect(connections).toBe(0)
    trap.close()
  })

  it('where nobody may log in with a password', async () => {
    const { wsProxy } = await fixture.start({ passwordLogin: false })
    expect(await statusOf(wsProxy)).toBe(403)
  })

  it('for another protocol', async () => {
    const asked = get(`http://${fixture.local.wsProxy}`, {
      headers: { connection: 'upgrade', upgrade: 'h2c' },
    })
    const [response] = await once(asked, 'response')
    expect(response.statusCode).toBe(400)
    response.resume()
  })
})

describe('an upgrade is taken', () => {
  it('of programs, and of pages of this machine', async () => {
    for (const origin of [
      undefined,
      'http://localhost:3000',
      'https://app.localhost',
      'http://127.0.0.1:8080',
      'http://[::1]:1',
    ]) {
      expect(await statusOf(fixture.local.wsProxy, origin === undefined ? {} : { origin }), origin).toBe(101)
    }
  })

  it('for the server behind the endpoint, by any of its loopback names', async () => {
    const { host, port } = server()
    for (const address of [host, `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect(await statusOf(`${fixture.local.wsProxy}?address=${address}`), address).toBe(101)
    }
  })

  it('of more pages, and by more names, where options say so', async () => {
    const { wsProxy } = await fixture.start({
      allowedOrigins: ['https://app.example'],
      allowedHosts: ['neon-local'],
    })
    const options = { origin: 'https://app.example', headers: { host: 'neon-local:4444' } }
    expect(await statusOf(wsProxy, options)).toBe(101)
  })
})
