import { type NeonLocal, startNeonLocal } from '@rowauth/neon-local'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { openRawClient, rawRequest } from './raw-client.js'

/** With names of its own. */
let named: NeonLocal

beforeAll(async () => {
  named = await fixture.start({
    allowedOrigins: ['https://app.example'],
    allowedHosts: ['Neon-Local', '10.0.0.1'],
  })
})

interface Sent {
  readonly url?: string
  readonly host?: string
  readonly origin?: string
  readonly method?: string
  readonly version?: string
}

async function send({ url = fixture.local.url, host, origin, method = 'POST', version = '1.1' }: Sent) {
  const client = await openRawClient(url)
  const headers = [
    ...(host === undefined ? [] : [`Host: ${host}`]),
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    `Neon-Connection-String: ${fixture.connectionString()}`,
    `Authorization: Bearer ${token}`,
    'Connection: close',
  ]
  const line = `${method} /sql HTTP/${version}`
  client.socket.write(
    rawRequest({ line, headers, body: method === 'POST' ? '{"query": "select 1 as one"}' : '' }),
  )
  await client.closed
  const text = client.received()
  return {
    status: Number(text.split(' ')[1]),
    allowed: /^access-control-allow-origin: (.*)\r$/im.exec(text)?.[1],
    vary: /^vary: (.*)\r$/im.exec(text)?.[1],
    text,
  }
}

describe('row 73: a page of any other origin is refused before anything runs', () => {
  const foreign = [
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://localhost.evil.example:3000',
    'http://127.0.0.1.evil.example',
    'http://evil.example#localhost',
    'http://evil.example/localhost',
    'http://localhost@evil.example',
    'http://localhost:80@evil.example',
    'http://128.0.0.1',
    'http://192.168.0.1:3000',
    'http://0.0.0.0:3000',
    'http://[::2]',
    'http://xlocalhost',
    'file://localhost',
    'chrome-extension://localhost',
    'http://localhost:3000/',
    'HTTP://LOCALHOST',
    'http://localhost, http://localhost',
    'https://app.example.evil.example',
    '*',
    '',
    // `URL.canParse` of Node 20 takes it for a URL.
    'http://127.0.0.1\u00c3\u00855173',
  ]
  it.each(foreign.flatMap((origin) => [[origin, 'POST'] as const, [origin, 'OPTIONS'] as const]))(
    '"%s", %s',
    async (origin, method) => {
      for (const url of [fixture.local.url, named.url]) {
        const answer = await send({ url, host: 'localhost', origin, method })
        expect(answer.status).toBe(403)
        expect(answer.allowed).toBeUndefined()
        expect(answer.text).not.toMatch(/access-control|"one"/i)
      }
    },
  )

  it.each([
    'http://localhost',
    'http://localhost:5173',
    'https://localhost:3000',
    'http://app.localhost:3000',
    'http://127.0.0.1:8080',
    'http://127.8.9.1',
    'http://[::1]:3000',
  ])('one of this machine is told so: %s', async (origin) => {
    for (const method of ['POST', 'OPTIONS']) {
      const answer = await send({ host: 'localhost', origin, method })
      expect(answer.status).toBe(200)
      expect(answer.allowed).toBe(origin)
      expect(answer.vary).toBe('Origin')
    }
  })

  it('so is one that was allowed, there and nowhere else', async () => {
    const origin = 'https://app.example'
    expect(await send({ url: named.url, host: 'localhost', origin })).toMatchObject({
      status: 200,
      allowed: origin,
    })
    expect(await send({ host: 'localhost', origin })).toMatchObject({ status: 403 })
  })

  it('a program, which has no origin, is served without one', async () => {
    expect(await send({ host: 'localhost' })).toMatchObject({ status: 200, allowed: undefined })
  })
})

describe('row 73: a name that anybody can have resolved to this machine is refused', () => {
  it.each([
    'evil.example',
    'evil.example:4444',
    'localhost.evil.example',
    'localhost@evil.example',
    'evil.example#localhost',
    '127.0.0.1.evil.example',
    '192.168.0.1',
    '0.0.0.0',
    '[::2]',
    'localhost:port',
    'localhost localhost',
    'localhost.',
    '',
  ])('"%s"', async (host) => {
    const answer = await send({ host })
    expect([400, 403]).toContain(answer.status)
    expect(answer.text).not.toMatch(/"one"/)
  })

  it('so is none, where HTTP would allow it', async () => {
    expect(await send({ version: '1.0' })).toMatchObject({ status: 403 })
  })

  it.each([
    'localhost',
    'localhost:1',
    'LOCALHOST',
    'db.localhost:4444',
    '127.0.0.1',
    '127.0.0.9:80',
    '[::1]:4444',
  ])('one of this machine is not: %s', async (host) => {
    expect(await send({ host })).toMatchObject({ status: 200 })
  })

  it('nor is one that was allowed, there and nowhere else', async () => {
    for (const host of ['neon-local:4444', 'NEON-LOCAL', '10.0.0.1']) {
      expect(await send({ url: named.url, host })).toMatchObject({ status: 200 })
      expect(await send({ host })).toMatchObject({ status: 403 })
    }
  })

  it('another host in the request line is not looked at', async () => {
    const client = await openRawClient(
      fixture.local.url,
      rawRequest({ line: 'POST http://localhost/sql HTTP/1.1', headers: ['Host: evil.example'] }),
    )
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 403 /)
    client.socket.destroy()
  })
})

describe('options that would let in more than they say are refused', () => {
  it.each([
    '*',
    'null',
    'app.example',
    'https://app.example/',
    'https://*.app.example/x',
    'https://App.example',
    '',
    'http://127.0.0.1\u00c3\u00855173',
  ])('the origin "%s"', async (origin) => {
    await expect(fixture.start({ allowedOrigins: [origin] })).rejects.toThrow(
      '`allowedOrigins` takes origins',
    )
  })

  it.each(['*', 'name:80', 'http://name', 'a b', ''])('the host "%s"', async (host) => {
    await expect(fixture.start({ allowedHosts: [host] })).rejects.toThrow('`allowedHosts` takes names')
  })

  it('an option that nobody would read', async () => {
    await expect(fixture.start({ allowedOrigin: ['https://app.example'] } as object)).rejects.toThrow(
      'startNeonLocal() has no option "allowedOrigin". Its options are: connectionString, database, jwks',
    )
  })

  it('nobody at all', async () => {
    const connectionString = fixture.connectionFor(fixture.login)
    await expect(startNeonLocal({ connectionString })).rejects.toThrow('Nobody could use it.')
  })
})
