import { createVerifier } from '@rowauth/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { makeKey, makeToken, outcome, type TestKey } from '../tokens.js'

const now = 1_800_000_000
const key = makeKey('k1')
const next = makeKey('k2')
let endpoint: JwksEndpoint

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  endpoint = await startJwksEndpoint(key.publicJwk)
})
afterEach(async () => {
  vi.useRealTimers()
  await endpoint.close()
})

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)
const lasting = (of: TestKey, claims: object = {}) => makeToken(of, { claims: { exp: now + 1e6, ...claims } })
const makeVerifier = (cache?: false) =>
  createVerifier({ jwks: endpoint.url, ...(cache === false ? { cache } : {}) })

test('keys are fetched once and kept', async () => {
  const verifier = makeVerifier()
  for (const sub of ['alice', 'bob', 'carol']) {
    expect(await outcome(verifier.verify(lasting(key, { sub })))).toBe('accepted')
  }
  expect(endpoint.requests).toBe(1)
})

test('row 21: concurrent callers share one fetch', async () => {
  const verifier = makeVerifier()
  const calls = Array.from({ length: 200 }, (_, n) =>
    outcome(verifier.verify(lasting(key, { sub: `user-${n}` }))),
  )
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['accepted']))
  expect(endpoint.requests).toBe(1)
})

describe('row 20: unknown key ids', () => {
  const strangers = (count: number) =>
    Array.from({ length: count }, (_, n) => makeToken(next, { header: { kid: `unknown-${n}` } }))

  test('1,000 tokens at once make one fetch, and the same ones the next in 30 seconds', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    expect(endpoint.requests).toBe(1)
    const storm = () => Promise.all(strangers(1000).map((token) => outcome(verifier.verify(token))))
    expect(new Set(await storm())).toEqual(new Set(['token_key_not_found']))
    expect(endpoint.requests).toBe(2)
    later(29)
    await storm()
    expect(endpoint.requests).toBe(2)
    later(1)
    await storm()
    expect(endpoint.requests).toBe(3)
  })

  test('ids that are longer than any are not kept', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    const ask = (kid: string) => outcome(verifier.verify(makeToken(next, { header: { kid } })))
    for (const [kid, requests] of [
      ['a'.repeat(300), [2, 3, 4]],
      ['b'.repeat(200), [5, 5, 5]],
    ] as const) {
      const seen: number[] = []
      for (const wait of [5, 5, 25]) {
        await ask(kid)
        seen.push(endpoint.requests)
        later(wait)
      }
      expect(seen).toEqual(requests)
    }
  })

  test('a fresh key waits for 5 seconds at most, however many ids a stranger makes up', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    let made = 0
    const stranger = () => outcome(verifier.verify(makeToken(next, { header: { kid: `made up ${made++}` } })))
    for (let second = 0; second < 20; second += 1) {
      for (let n = 0; n < 10; n += 1) expect(await stranger()).toBe('token_key_not_found')
      later(1)
    }
    // One at once, and one every 5 seconds.
    expect(endpoint.requests).toBe(1 + 4)
    expect(await stranger()).toBe('token_key_not_found')
    expect(endpoint.requests).toBe(1 + 5)
    endpoint.serve(next.publicJwk, key.publicJwk)
    later(4)
    expect(await outcome(verifier.verify(lasting(next)))).toBe('token_key_not_found')
    later(1)
    expect(await outcome(verifier.verify(lasting(next)))).toBe('accepted')
    expect(endpoint.requests).toBe(1 + 6)
  })

  test('an id that was looked for in vain leaves the fetches to others for 30 seconds', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    const unknown = () => outcome(verifier.verify(lasting(next)))
    expect(await unknown()).toBe('token_key_not_found')
    expect(endpoint.requests).toBe(2)
    for (let second = 5; second < 30; second += 5) {
      later(5)
      expect(await unknown()).toBe('token_key_not_found')
    }
    expect(endpoint.requests).toBe(2)
    // Others find what is new at once, and it is known to all then.
    endpoint.serve(next.publicJwk, key.publicJwk)
    expect(await outcome(verifier.verify(makeToken(next, { header: { kid: 'other' } })))).toBe(
      'token_key_not_found',
    )
    expect(endpoint.requests).toBe(3)
    expect(await unknown()).toBe('accepted')
  })

  test('an id with which somebody asks for another algorithm is another one', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    expect(await outcome(verifier.verify(makeToken(next, { header: { alg: 'RS256' } })))).toBe(
      'token_key_not_found',
    )
    endpoint.serve(next.publicJwk)
    later(5)
    expect(await outcome(verifier.verify(lasting(next)))).toBe('accepted')
  })

  test('1,000 tokens one after another on a cold cache make one fetch', async () => {
    const verifier = makeVerifier()
    for (const token of strangers(1000))
      expect(await outcome(verifier.verify(token))).toBe('token_key_not_found')
    expect(endpoint.requests).toBe(1)
  })

  test('known keys serve during the storm', async () => {
    const verifier = makeVerifier(false)
    const calls = strangers(100).flatMap((token) => [verifier.verify(token), verifier.verify(lasting(key))])
    const outcomes = await Promise.all(calls.map(outcome))
    expect(outcomes.filter((result) => result === 'accepted')).toHaveLength(100)
  })

  test('a key that is published later is found at once, by all who wait for it', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    endpoint.serve(next.publicJwk, key.publicJwk)
    const calls = Array.from({ length: 20 }, (_, n) =>
      outcome(verifier.verify(lasting(next, { sub: `user-${n}` }))),
    )
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['accepted']))
    expect(endpoint.requests).toBe(2)
  })

  test('a clock that is set back delays nothing', async () => {
    const verifier = makeVerifier()
    expect(await outcome(verifier.verify(lasting(next)))).toBe('token_key_not_found')
    endpoint.serve(next.publicJwk)
    later(-86_400)
    expect(await outcome(verifier.verify(lasting(next)))).toBe('accepted')
  })
})

describe('row 21: the endpoint is down', () => {
  test('on a cold cache: one fetch for all, then back-off that doubles up to 30 seconds', async () => {
    endpoint.answerWith(503, 'down')
    const verifier = makeVerifier()
    const call = () => outcome(verifier.verify(lasting(key)))
    const calls = Array.from({ length: 100 }, call)
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['jwks_unavailable']))
    let expected = 1
    expect(endpoint.requests).toBe(expected)
    for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
      later(wait - 0.5)
      expect(await call()).toBe('jwks_unavailable')
      expect(endpoint.requests).toBe(expected)
      later(0.5)
      expect(await call()).toBe('jwks_unavailable')
      expected += 1
      expect(endpoint.requests).toBe(expected)
    }
    endpoint.serve(key.publicJwk)
    expect(await call()).toBe('jwks_unavailable')
    later(30)
    expect(await call()).toBe('accepted')
  })

  test('after a success the back-off starts anew', async () => {
    endpoint.answerWith(503, 'down')
    const verifier = makeVerifier(false)
    const call = () => outcome(verifier.verify(lasting(key)))
    await call()
    later(1)
    await call()
    endpoint.serve(key.publicJwk)
    later(2)
    expect(await call()).toBe('accepted')
    endpoint.answerWith(503, 'down')
    later(3601)
    expect(await call()).toBe('jwks_unavailable')
    const { requests } = endpoint
    later(1)
    await call()
    expect(endpoint.requests).toBe(requests + 1)
  })

  test('nobody listens', async () => {
    const verifier = makeVerifier()
    await endpoint.close()
    const error: unknown = await verifier.verify(lasting(key)).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'jwks_unavailable', status: 503, cause: expect.any(Error) })
  })

  test('known keys serve for an hour, new ones cannot be told from unknown ones', async () => {
    const verifier = makeVerifier(false)
    await verifier.verify(lasting(key))
    endpoint.answerWith(500, '')
    for (let minutes = 0; minutes < 59; minutes += 5) {
      later(5 * 60 - 1)
      expect(await outcome(verifier.verify(lasting(key)))).toBe('accepted')
    }
    expect(await outcome(verifier.verify(lasting(next)))).toBe('jwks_unavailable')
    later(60)
    expect(await outcome(verifier.verify(lasting(key)))).toBe('jwks_unavailable')
    endpoint.serve(key.publicJwk)
    later(30)
    expect(await outcome(verifier.verify(lasting(key)))).toBe('accepted')
  })
})

describe('row 22: a failed refresh never throws away good keys', () => {
  test.each<[string, number, string]>([
    ['status 500', 500, JSON.stringify({ keys: [next.publicJwk] })],
    ['status 204', 204, ''],
    ['status 203', 203, JSON.stringify({ keys: [next.publicJwk] })],
    ['an empty body', 200, ''],
    ['an empty object', 200, '{}'],
    ['an empty set', 200, '{"keys":[]}'],
    ['a set of nothing', 200, '{"keys":[null,1,"key",{}]}'],
    ['a set of symmetric keys', 200, '{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"k1"}]}'],
    ['a set that is no list', 200, '{"keys":{}}'],
    ['a list', 200, '[]'],
    ['null', 200, 'null'],
    ['HTML', 200, '<!doctype html>'],
    ['half a set', 200, JSON.stringify({ keys: [next.publicJwk] }).slice(0, -3)],
    ['more than 512 KiB', 200, JSON.stringify({ keys: [next.publicJwk], more: 'x'.repeat(600_000) })],
  ])('%s', async (_, status, body) => {
    const verifier = makeVerifier(false)
    await verifier.verify(lasting(key))
    endpoint.answerWith(status, body)
    expect(await outcome(verifier.verify(lasting(next)))).toBe('jwks_unavailable')
    expect(endpoint.requests).toBe(2)
    expect(await outcome(verifier.verify(lasting(key)))).toBe('accepted')
    endpoint.serve(next.publicJwk)
    later(31)
    expect(await outcome(verifier.verify(lasting(next)))).toBe('accepted')
  })
})

describe('keys are refreshed in use', () => {
  test('after 10 minutes, in the background, while the known keys serve', async () => {
    const verifier = makeVerifier(false)
    await verifier.verify(lasting(key))
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    endpoint.answer(async (_, response) => {
      await held
      response.end(JSON.stringify({ keys: [next.publicJwk] }))
    })
    later(9 * 60 + 59)
    await verifier.verify(lasting(key))
    expect(endpoint.requests).toBe(1)
    later(2)
    for (let n = 0; n < 10; n += 1) expect(await outcome(verifier.verify(lasting(key)))).toBe('accepted')
    await vi.waitFor(() => expect(endpoint.requests).toBe(2))
    release()
    await vi.waitFor(async () => {
      expect(await outcome(verifier.verify(lasting(key)))).toBe('token_key_not_found')
    })
    expect(await outcome(verifier.verify(lasting(next)))).toBe('accepted')
  })

  test('after the interval that was asked for', async () => {
    const verifier = createVerifier({ jwks: endpoint.url, refreshInterval: 300 })
    await verifier.verify(lasting(key))
    later(299)
    await verifier.verify(lasting(key))
    expect(endpoint.requests).toBe(1)
    later(1)
    await verifier.verify(lasting(key))
    await vi.waitFor(() => expect(endpoint.requests).toBe(2))
  })

  test('after an hour without use the keys are fetched before anything is believed', async () => {
    const verifier = makeVerifier()
    await verifier.verify(lasting(key))
    endpoint.serve(next.publicJwk)
    later(3601)
    expect(await outcome(verifier.verify(lasting(key)))).toBe('token_key_not_found')
  })
})
