import { AuthError, type Claims, createVerifier, providers, type VerifierOptions } from '@rowauth/core'
import {
  assertUsableSession,
  deriveSession,
  sessionClaimsJson,
  sessionCredential,
  usableToken,
} from '@rowauth/core/internal'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const now = 1_800_000_000
const key = makeKey('k1')
const make = (claims: unknown, options: Partial<VerifierOptions> = {}) =>
  createVerifier({
    jwks: { keys: [key.publicJwk] },
    ...options,
    claims: claims as (claims: Claims) => Claims,
  })

afterEach(() => {
  vi.useRealTimers()
})

test('the session gets what `claims` makes of the claims, copied and frozen', async () => {
  const kept = { list: ['a'] }
  const verifier = make(({ sub, groups }: Claims) => ({ sub, teams: groups, kept }))
  const session = await verifier.verify(makeToken(key, { claims: { groups: ['x'], blob: 'y'.repeat(1000) } }))
  kept.list.push('b')
  expect(session.claims).toEqual({ sub: 'alice', teams: ['x'], kept: { list: ['a'] } })
  expect(Object.isFrozen(session.claims.kept)).toBe(true)
  expect(sessionClaimsJson(session)).toBe('{"sub":"alice","teams":["x"],"kept":{"list":["a"]}}')
})

test('it is given frozen claims, once for a token, after all checks', async () => {
  const given: Claims[] = []
  const verifier = make(
    (claims: Claims) => {
      given.push(claims)
      return claims
    },
    { audience: 'app' },
  )
  expect(await outcome(verifier.verify(makeToken(key)))).toBe('token_audience_mismatch')
  expect(await outcome(verifier.verify(makeToken(key, { claims: { aud: 'app', sub: '' } })))).toBe(
    'token_claims_invalid',
  )
  expect(given).toEqual([])
  const token = makeToken(key, { claims: { aud: 'app', o: { id: 1 } } })
  expect(await verifier.verify(token)).toBe(await verifier.verify(token))
  expect(given).toHaveLength(1)
  expect(Object.isFrozen(given[0]?.o)).toBe(true)
})

describe('the session ends with the token', () => {
  test.each<[string, (claims: Claims) => Claims, number]>([
    ['when `exp` is left out', ({ sub }) => ({ sub: String(sub) }), now + 60],
    ['when `exp` is moved away', (claims) => ({ ...claims, exp: now + 9999 }), now + 60],
    ['or earlier, when `exp` is', (claims) => ({ ...claims, exp: now + 5 }), now + 5],
  ])('%s', async (_, claims, end) => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
    const verifier = make(claims)
    const token = makeToken(key, { claims: { exp: now + 60 } })
    const session = await verifier.verify(token)
    expect(session.expiresAt).toBe(end)
    vi.setSystemTime((end + 30) * 1000 - 1)
    expect(() => assertUsableSession(session)).not.toThrow()
    vi.setSystemTime((end + 30) * 1000)
    expect(() => assertUsableSession(session)).toThrow(expect.objectContaining({ code: 'token_expired' }))
  })
})

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'token_claims_invalid'],
  ['a list', [], 'token_claims_invalid'],
  ['U+0000', { a: '\u0000' }, 'token_claims_invalid'],
  ['NaN', { a: Number.NaN }, 'token_claims_invalid'],
  ['a rounded number', { a: 2 ** 60 }, 'token_claims_invalid'],
  ['an empty sub', { sub: '' }, 'token_claims_invalid'],
  ['an exp that is no time', { exp: 'soon' }, 'token_claims_invalid'],
  ['a promise', Promise.resolve({ sub: 'alice' }), 'TypeError'],
])('%s is refused, as trustClaims would', async (_, made, expected) => {
  expect(await outcome(make(() => made).verify(makeToken(key)))).toBe(expected)
})

test('a claim that is called "then" makes no promise of the claims', async () => {
  // biome-ignore lint/suspicious/noThenProperty: a claim may be called so
  const then = { then: 'home' }
  const session = await make((claims: Claims) => claims).verify(makeToken(key, { claims: then }))
  expect(session.claims).toMatchObject(then)
})

test('what it throws is what verify() rejects with', async () => {
  const error = new RangeError('no team')
  const verifier = make(() => {
    throw error
  })
  await expect(verifier.verify(makeToken(key))).rejects.toBe(error)
})

test('where the token itself is read, such a session is refused', async () => {
  const session = await make((claims: Claims) => claims).verify(makeToken(key))
  for (const read of [usableToken, sessionCredential]) {
    for (const each of [session, deriveSession(session, { role: 'editor' })]) {
      expect(() => read(each)).toThrow(AuthError)
      expect(() => read(each)).toThrow(
        expect.objectContaining({
          code: 'unsupported',
          message: expect.stringMatching(/reads the token itself/),
        }),
      )
    }
  }
})

test('presets pass it on, and `types`', () => {
  const options = { claims: (claims: Claims) => claims, types: ['JWT'] }
  expect(providers.clerk({ domain: 'clerk.example.com', ...options })).toMatchObject(options)
})

test.each([null, {}, 'sub', ['sub']])('%j is no function', (claims) => {
  expect(() => make(claims)).toThrow(/`claims` must be a function/)
})
