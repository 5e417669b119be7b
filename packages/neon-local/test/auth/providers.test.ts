import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import { send } from '../request.js'
import { makeKey } from './signing.js'

let fixture: Fixture
let first: TestIssuer
let second: TestIssuer

beforeAll(async () => {
  fixture = await startFixture()
})

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  first = await createTestIssuer({ audience: 'first-app', expiresIn: 1_000_000 })
  second = await createTestIssuer({ audience: 'second-app', alg: 'RS256', expiresIn: 1_000_000 })
})

afterEach(async () => {
  vi.useRealTimers()
  await first.close()
  await second.close()
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

const startBoth = () =>
  fixture.start({
    providers: [
      { jwks: first.jwksUrl, audience: 'first-app' },
      { jwks: second.jwksUrl, audience: 'second-app' },
    ],
  })

/** Who a token makes one, or why it does not. */
async function outcome(url: string, token: string, user = 'authenticated'): Promise<unknown> {
  const { status, body } = await send(fixture, {
    url,
    token,
    user,
    body: { query: 'select auth.user_id() as id' },
  })
  return status === 200 ? body.rows : body.message
}

describe('several providers', () => {
  it('the key id picks the provider, and with it the audience', async () => {
    const { url } = await startBoth()
    expect(await outcome(url, await first.token({ sub: 'a' }))).toEqual([{ id: 'a' }])
    expect(await outcome(url, await second.token({ sub: 'b' }))).toEqual([{ id: 'b' }])
    const swapped = await second.token({ sub: 'b', aud: 'first-app' })
    expect(await outcome(url, swapped)).toBe('invalid JWT token audience')
  })

  it('one that is down does not stand in the way of another', async () => {
    const { url } = await startBoth()
    first.fail()
    expect(await outcome(url, await second.token({ sub: 'b' }))).toEqual([{ id: 'b' }])
    const { requests } = first
    for (let n = 0; n < 5; n += 1)
      expect(await outcome(url, await second.token({ sub: `b${n}` }))).toEqual([{ id: `b${n}` }])
    expect(first.requests).toBe(requests)
    expect(await outcome(url, await first.token())).toBe('jwk not found')
  })

  it('each serves its own roles', async () => {
    const { url } = await fixture.start({
      providers: [
        { jwks: first.jwksUrl, roles: ['anonymous'] },
        { jwks: second.jwksUrl, roles: ['authenticated'] },
      ],
    })
    expect(await outcome(url, await first.token({ sub: 'a' }), 'anonymous')).toEqual([{ id: 'a' }])
    expect(await outcome(url, await first.token({ sub: 'a' }))).toBe('jwk not found')
    expect(await outcome(url, await second.token({ sub: 'b' }))).toEqual([{ id: 'b' }])
  })

  it('keys come over http from hosts for which that is allowed', async () => {
    // Loopback by another name, which is not among those that are allowed anyway.
    const jwks = first.jwksUrl.replace('127.0.0.1', '0.0.0.0')
    await expect(fixture.start({ providers: [{ jwks }] })).rejects.toThrow(/`allowHttp`/)
    await expect(fixture.start({ providers: [{ jwks }], allowHttp: ['keycloak'] })).rejects.toThrow(TypeError)
    for (const options of [
      { providers: [{ jwks }], allowHttp: ['0.0.0.0'] },
      { providers: [{ jwks, allowHttp: true }], allowHttp: false },
    ]) {
      const { url } = await fixture.start(options)
      expect(await outcome(url, await first.token({ sub: 'a' }))).toEqual([{ id: 'a' }])
    }
  })

  it('a JWKS that is given as such needs no fetch', async () => {
    const key = await makeKey('ES256', 'local')
    const { url } = await fixture.start({
      providers: [{ jwks: { keys: [key.publicJwk] } }, { jwks: first.jwksUrl }],
    })
    expect(await outcome(url, await key.sign({ sub: 'k' }))).toEqual([{ id: 'k' }])
    expect(first.requests).toBe(0)
    expect(await outcome(url, await first.token({ sub: 'a' }))).toEqual([{ id: 'a' }])
  })
})

describe('keys are fetched as Neon fetches them', () => {
  const start = () => fixture.start({ providers: [{ jwks: first.jwksUrl }] })

  it('once for all who come at the same time', async () => {
    const { url } = await start()
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => first.token({ sub: `u${n}` })))
    const outcomes = await Promise.all(tokens.map((token) => outcome(url, token)))
    expect(outcomes).toEqual(tokens.map((_, n) => [{ id: `u${n}` }]))
    expect(first.requests).toBe(1)
  })

  it('a new key is found, but nothing is fetched twice within 30 seconds', async () => {
    const { url } = await start()
    await outcome(url, await first.token())
    await first.rotate({ keep: true })
    expect(await outcome(url, await first.token({ sub: 'new' }))).toBe('jwk not found')
    expect(first.requests).toBe(1)
    later(31)
    expect(await outcome(url, await first.token({ sub: 'new' }))).toEqual([{ id: 'new' }])
    expect(first.requests).toBe(2)
  })

  it('a storm of unknown key ids makes one request in 30 seconds', async () => {
    const { url } = await start()
    await outcome(url, await first.token())
    const key = await makeKey('ES256', 'x')
    const storm = async () => {
      const tokens = await Promise.all(
        Array.from({ length: 50 }, (_, n) => key.sign({ sub: 'x' }, { kid: `x${n}` })),
      )
      return new Set(await Promise.all(tokens.map((token) => outcome(url, token))))
    }
    expect(await storm()).toEqual(new Set(['jwk not found']))
    expect(first.requests).toBe(1)
    later(31)
    await storm()
    expect(first.requests).toBe(2)
  })

  it('in the background after 5 minutes: a key that was taken back ends with the refresh', async () => {
    const { url } = await start()
    const old = await first.token({ sub: 'old' })
    await outcome(url, old)
    await first.rotate()
    later(299)
    expect(await outcome(url, old)).toEqual([{ id: 'old' }])
    expect(first.requests).toBe(1)
    later(2)
    expect(await outcome(url, old)).toEqual([{ id: 'old' }])
    await vi.waitFor(async () => expect(await outcome(url, old)).toBe('jwk not found'))
    expect(first.requests).toBe(2)
  })

  it('a failed refresh never throws away good keys', async () => {
    const { url } = await start()
    const token = await first.token({ sub: 'a' })
    await outcome(url, token)
    const outages: (() => void)[] = [
      () => first.fail(500),
      () => first.fail(200, '{}'),
      () => first.fail(200, { keys: [] }),
      () => first.fail(200, 'no JSON'),
      () => first.fail(302),
      () => first.fail(200, { keys: [], more: 'x'.repeat(70_000) }),
    ]
    for (const begin of outages) {
      begin()
      later(301)
      const { requests } = first
      expect(await outcome(url, token)).toEqual([{ id: 'a' }])
      await vi.waitFor(() => expect(first.requests).toBeGreaterThan(requests))
      expect(await outcome(url, token)).toEqual([{ id: 'a' }])
    }
    first.restore()
    later(40)
    expect(await outcome(url, token)).toEqual([{ id: 'a' }])
  })

  it('known keys serve while the endpoint stalls', async () => {
    const { url } = await start()
    const token = await first.token({ sub: 'a' })
    await outcome(url, token)
    first.stall()
    later(301)
    expect(await outcome(url, token)).toEqual([{ id: 'a' }])
    await vi.waitFor(() => expect(first.requests).toBe(2))
    expect(await outcome(url, token)).toEqual([{ id: 'a' }])
    first.restore()
  })

  it('after an hour keys are fetched before a token is believed', async () => {
    const { url } = await start()
    const old = await first.token({ sub: 'old' })
    await outcome(url, old)
    await first.rotate()
    later(3601)
    expect(await outcome(url, old)).toBe('jwk not found')
  })

  it('three tries, and no answer is no key', async () => {
    const { url } = await start()
    first.fail(503)
    expect(await outcome(url, await first.token())).toBe('jwk not found')
    expect(first.requests).toBe(3)
  })

  it('status 404 is not tried again', async () => {
    const { url } = await start()
    first.fail(404)
    expect(await outcome(url, await first.token())).toBe('jwk not found')
    expect(first.requests).toBe(1)
  })

  it('a redirect is not followed', async () => {
    const server = createServer((_, response) => response.writeHead(302, { location: first.jwksUrl }).end())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const { url } = await fixture.start({ providers: [{ jwks: `http://127.0.0.1:${port}/jwks.json` }] })
    expect(await outcome(url, await first.token())).toBe('jwk not found')
    expect(first.requests).toBe(0)
    server.closeAllConnections()
    server.close()
  })

  it('a JWKS of more than 64 KiB is not taken', async () => {
    const { url } = await start()
    const key = await makeKey('ES256', 'big')
    first.fail(200, { keys: [key.publicJwk], more: 'x'.repeat(65 * 1024) })
    expect(await outcome(url, await key.sign({ sub: 'k' }))).toBe('jwk not found')
    first.fail(200, { keys: [key.publicJwk], more: 'x'.repeat(60 * 1024) })
    later(31)
    expect(await outcome(url, await key.sign({ sub: 'k' }))).toEqual([{ id: 'k' }])
  })
})
