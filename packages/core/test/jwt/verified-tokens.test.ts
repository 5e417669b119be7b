import { createVerifier } from '@rowauth/core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { makeKey, makeToken, outcome, signES256, type TestKey } from '../tokens.js'

const now = 1_800_000_000
const key = makeKey('k1')
const next = makeKey('k2')
let endpoint: JwksEndpoint

beforeAll(async () => {
  endpoint = await startJwksEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  endpoint.serve(key.publicJwk)
})
afterEach(() => {
  vi.useRealTimers()
})

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)
const staticVerifier = (options: object = {}) =>
  createVerifier({ jwks: { keys: [key.publicJwk] }, ...options })

test('the same token gives the same frozen session', async () => {
  const verifier = staticVerifier()
  const token = makeToken(key)
  const session = await verifier.verify(token)
  expect(await verifier.verify(token)).toBe(session)
  expect(Object.isFrozen(session)).toBe(true)
})

test('without a cache each call makes a session of its own', async () => {
  const verifier = staticVerifier({ cache: false })
  const token = makeToken(key)
  expect(await verifier.verify(token)).not.toBe(await verifier.verify(token))
})

describe('row 23: the cache is keyed by the whole token', () => {
  test('tokens that differ in their last characters only', async () => {
    const verifier = staticVerifier()
    const token = makeToken(key)
    await verifier.verify(token)
    const forged = `${token.slice(0, -6)}AAAAAQ`
    expect(forged).not.toBe(token)
    expect(await outcome(verifier.verify(forged))).toBe('token_signature_invalid')
    expect(await outcome(verifier.verify(token))).toBe('accepted')
  })

  test('two signatures of one content are two tokens', async () => {
    const verifier = staticVerifier()
    const token = makeToken(key)
    const content = token.slice(0, token.lastIndexOf('.'))
    const again = `${content}.${signES256(key, content)}`
    expect(again).not.toBe(token)
    const session = await verifier.verify(token)
    expect(await verifier.verify(again)).not.toBe(session)
  })

  test('long claims in front do not hide who it is', async () => {
    const verifier = staticVerifier()
    const token = (sub: string) =>
      makeToken(key, { payload: JSON.stringify({ padding: 'x'.repeat(8000), sub }) })
    expect((await verifier.verify(token('alice'))).claims.sub).toBe('alice')
    expect((await verifier.verify(token('bob'))).claims.sub).toBe('bob')
  })
})

describe('row 23: the cache does not outlive exp', () => {
  test.each([0, 30, 300])('with a tolerance of %i seconds', async (clockTolerance) => {
    const verifier = staticVerifier({ clockTolerance })
    const token = makeToken(key, { claims: { exp: now + 60 } })
    const session = await verifier.verify(token)
    later(60 + clockTolerance - 1)
    expect(await verifier.verify(token)).toBe(session)
    later(1)
    expect(await outcome(verifier.verify(token))).toBe('token_expired')
  })
})

describe('row 23: the cache forgets tokens whose key has left the JWKS', () => {
  const rotate = async (served: readonly TestKey[]) => {
    const verifier = createVerifier({ jwks: endpoint.url })
    const token = makeToken(key)
    await verifier.verify(token)
    endpoint.serve(...served.map(({ publicJwk }) => publicJwk))
    // A token of an unknown key makes the verifier look.
    await outcome(verifier.verify(makeToken(next)))
    return { verifier, token }
  }

  test('the key is gone', async () => {
    const { verifier, token } = await rotate([next])
    later(31)
    expect(await outcome(verifier.verify(token))).toBe('token_key_not_found')
  })

  test('the key id stays but the key is another', async () => {
    const { verifier, token } = await rotate([makeKey('k1'), next])
    expect(await outcome(verifier.verify(token))).toBe('token_signature_invalid')
  })

  test('the key may only encrypt from now on', async () => {
    const { verifier, token } = await rotate([{ ...key, publicJwk: { ...key.publicJwk, use: 'enc' } }, next])
    later(31)
    expect(await outcome(verifier.verify(token))).toBe('token_key_not_found')
  })

  test('the key stays beside another', async () => {
    const verifier = createVerifier({ jwks: endpoint.url })
    const token = makeToken(key)
    const session = await verifier.verify(token)
    endpoint.serve(next.publicJwk, key.publicJwk)
    expect(await outcome(verifier.verify(makeToken(next)))).toBe('accepted')
    expect(await verifier.verify(token)).toBe(session)
  })

  test('use of remembered tokens alone is enough to notice', async () => {
    const verifier = createVerifier({ jwks: endpoint.url })
    const token = makeToken(key)
    await verifier.verify(token)
    endpoint.serve(next.publicJwk)
    later(10 * 60 + 1)
    await vi.waitFor(async () => {
      expect(await outcome(verifier.verify(token))).toBe('token_key_not_found')
    })
  })

  test('a remembered token does not outlive the trust in stale keys', async () => {
    const verifier = createVerifier({ jwks: endpoint.url })
    const token = makeToken(key, { claims: { exp: now + 86_400 } })
    await verifier.verify(token)
    endpoint.answerWith(503, '')
    later(59 * 60)
    expect(await outcome(verifier.verify(token))).toBe('accepted')
    later(60)
    expect(await outcome(verifier.verify(token))).toBe('jwks_unavailable')
  })
})

test('the least recently used token is forgotten first', async () => {
  const verifier = staticVerifier({ cache: { max: 2 } })
  const [a, b, c] = ['a', 'b', 'c'].map((sub) => makeToken(key, { claims: { sub } })) as [
    string,
    string,
    string,
  ]
  const sessionA = await verifier.verify(a)
  const sessionB = await verifier.verify(b)
  expect(await verifier.verify(a)).toBe(sessionA)
  await verifier.verify(c)
  expect(await verifier.verify(a)).toBe(sessionA)
  expect(await verifier.verify(b)).not.toBe(sessionB)
})

test('a refusal is not remembered', async () => {
  const verifier = staticVerifier({ clockTolerance: 0 })
  const token = makeToken(key, { claims: { nbf: now + 10 } })
  expect(await outcome(verifier.verify(token))).toBe('token_not_active')
  later(10)
  expect(await outcome(verifier.verify(token))).toBe('accepted')
})
