import { createVerifier } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const body = JSON.stringify({ keys: [key.publicJwk] })
let endpoint: JwksEndpoint
let elsewhere: JwksEndpoint

beforeAll(async () => {
  endpoint = await startJwksEndpoint()
  elsewhere = await startJwksEndpoint(key.publicJwk)
})
afterAll(async () => {
  await endpoint.close()
  await elsewhere.close()
})

const verify = (fetch?: typeof globalThis.fetch) =>
  outcome(createVerifier({ jwks: endpoint.url, ...(fetch ? { fetch } : {}) }).verify(makeToken(key)))

test.each([301, 302, 303, 307, 308])('a redirect with status %i is not followed', async (status) => {
  endpoint.answer((_, response) => response.writeHead(status, { location: elsewhere.url }).end())
  expect(await verify()).toBe('jwks_unavailable')
  expect(elsewhere.requests).toBe(0)
})

test('an endless answer is cut off', async () => {
  let closed = false
  endpoint.answer((_, response) => {
    response.on('close', () => {
      closed = true
    })
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const pour = () => {
      while (!closed && response.write(chunk));
      if (!closed) response.once('drain', pour)
    }
    pour()
  })
  expect(await verify()).toBe('jwks_unavailable')
  await expect.poll(() => closed).toBe(true)
})

test('an answer in many pieces, with characters cut in two', async () => {
  const keys = JSON.stringify({ keys: [{ ...key.publicJwk, comment: 'schlüssel 🔑' }] })
  endpoint.answer(async (_, response) => {
    for (const byte of Buffer.from(keys)) {
      response.write(Uint8Array.of(byte))
      await new Promise(setImmediate)
    }
    response.end()
  })
  expect(await verify()).toBe('accepted')
})

test('a connection that breaks off', async () => {
  endpoint.answer((_, response) => {
    response.writeHead(200, { 'content-length': body.length })
    response.write(body.slice(0, 20), () => response.destroy())
  })
  expect(await verify()).toBe('jwks_unavailable')
})

describe('a fetch of the caller', () => {
  test('gets the address, is told not to follow redirects, and is used instead of the global one', async () => {
    const calls: [string, RequestInit | undefined][] = []
    const before = endpoint.requests
    const result = await verify(async (input, init) => {
      calls.push([String(input), init])
      return new Response(body)
    })
    expect(result).toBe('accepted')
    expect(endpoint.requests).toBe(before)
    expect(calls).toHaveLength(1)
    expect(calls[0]?.[0]).toBe(endpoint.url)
    expect(calls[0]?.[1]).toMatchObject({ redirect: 'error' })
  })

  test('that throws, rejects or answers without a body', async () => {
    expect(
      await verify(() => {
        throw new Error('thrown')
      }),
    ).toBe('jwks_unavailable')
    expect(await verify(() => Promise.reject(new Error('rejected')))).toBe('jwks_unavailable')
    expect(await verify(async () => new Response(null))).toBe('jwks_unavailable')
  })

  test('that never answers and does not heed its signal', { timeout: 20_000 }, async () => {
    expect(await verify(() => new Promise(() => {}))).toBe('jwks_unavailable')
  })
})

test('an endpoint that stalls after its headers', { timeout: 20_000 }, async () => {
  endpoint.answer((_, response) => {
    response.writeHead(200)
    response.write('{"keys":[')
  })
  expect(await verify()).toBe('jwks_unavailable')
})
