import { createVerifier, type VerifierOptions } from '@rowauth/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const verify = (claims: Record<string, unknown>, options: Partial<VerifierOptions> = {}) =>
  outcome(createVerifier({ jwks: { keys: [key.publicJwk] }, ...options }).verify(makeToken(key, { claims })))

afterEach(() => {
  vi.useRealTimers()
})

describe('issuer', () => {
  const issuer = 'https://issuer.example'

  test.each<[string, unknown, string]>([
    ['the configured one', issuer, 'accepted'],
    ['another', 'https://evil.example', 'token_issuer_mismatch'],
    ['none', undefined, 'token_issuer_mismatch'],
    ['null', null, 'token_issuer_mismatch'],
    ['a trailing slash more', `${issuer}/`, 'token_issuer_mismatch'],
    ['a list', [issuer], 'token_issuer_mismatch'],
    ['another case', issuer.toUpperCase(), 'token_issuer_mismatch'],
  ])('%s', async (_, iss, expected) => {
    expect(await verify({ iss }, { issuer })).toBe(expected)
  })

  test('one of several', async () => {
    expect(await verify({ iss: 'b' }, { issuer: ['a', 'b'] })).toBe('accepted')
    expect(await verify({ iss: 'c' }, { issuer: ['a', 'b'] })).toBe('token_issuer_mismatch')
  })

  test('none is looked at unless configured', async () => {
    expect(await verify({ iss: 'anyone' })).toBe('accepted')
  })
})

describe('audience', () => {
  test.each<[string, unknown, string]>([
    ['the configured one', 'app', 'accepted'],
    ['among several', ['other', 'app'], 'accepted'],
    ['another', 'other', 'token_audience_mismatch'],
    ['only others', ['other', 'another'], 'token_audience_mismatch'],
    ['an empty list', [], 'token_audience_mismatch'],
    ['null', null, 'token_audience_mismatch'],
    ['an object', { app: true }, 'token_audience_mismatch'],
    ['a nested list', [['app']], 'token_audience_mismatch'],
    ['a longer name', 'app2', 'token_audience_mismatch'],
  ])('%s', async (_, aud, expected) => {
    expect(await verify({ aud }, { audience: 'app' })).toBe(expected)
  })

  test('row 25: a token without an audience is rejected when one is configured', async () => {
    expect(await verify({}, { audience: 'app' })).toBe('token_audience_mismatch')
    expect(await verify({}, { audience: ['app', 'other'] })).toBe('token_audience_mismatch')
  })

  test('one of several configured ones', async () => {
    expect(await verify({ aud: 'b' }, { audience: ['a', 'b'] })).toBe('accepted')
  })
})

describe('time', () => {
  const now = 1_800_000_000

  test.each<[string, Record<string, unknown>, number | undefined, string]>([
    ['exp just within the tolerance', { exp: now - 29 }, undefined, 'accepted'],
    ['exp just out of the tolerance', { exp: now - 30 }, undefined, 'token_expired'],
    ['exp now, without tolerance', { exp: now }, 0, 'token_expired'],
    ['exp in a second, without tolerance', { exp: now + 1 }, 0, 'accepted'],
    ['exp long ago', { exp: 1 }, undefined, 'token_expired'],
    ['nbf just within the tolerance', { nbf: now + 30 }, undefined, 'accepted'],
    ['nbf just out of the tolerance', { nbf: now + 31 }, undefined, 'token_not_active'],
    ['nbf in a second, without tolerance', { nbf: now + 1 }, 0, 'token_not_active'],
    ['iat just within five minutes', { iat: now + 300 }, undefined, 'accepted'],
    ['iat further ahead', { iat: now + 301 }, undefined, 'token_not_active'],
    ['iat within five minutes, without tolerance', { iat: now + 300 }, 0, 'accepted'],
    ['iat within a longer tolerance', { iat: now + 600 }, 600, 'accepted'],
    ['iat out of it', { iat: now + 601 }, 600, 'token_not_active'],
    ['iat long ago', { iat: 1 }, undefined, 'accepted'],
    ['a fraction of a second', { exp: now + 0.5, nbf: now - 0.5 }, 0, 'accepted'],
  ])('%s', async (_, claims, clockTolerance, expected) => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
    expect(await verify(claims, clockTolerance === undefined ? {} : { clockTolerance })).toBe(expected)
  })

  test.each(['exp', 'nbf', 'iat'])('%s must be a number', async (name) => {
    for (const value of ['1800000000', null, true, [1], { a: 1 }]) {
      expect(await verify({ [name]: value })).toBe('token_claims_invalid')
    }
  })

  test('a number too large for JavaScript is no time', async () => {
    const token = makeToken(key, { payload: '{"sub":"alice","exp":1e999}' })
    expect(await outcome(createVerifier({ jwks: { keys: [key.publicJwk] } }).verify(token))).toBe(
      'token_claims_invalid',
    )
  })

  test('a token without exp is accepted unless exp is required', async () => {
    expect(await verify({ exp: undefined })).toBe('accepted')
    expect(await verify({ exp: undefined }, { requiredClaims: ['exp'] })).toBe('token_claims_invalid')
  })
})

describe('required claims', () => {
  test.each(['sub', 'tenant_id', 'constructor', '__proto__'])('%s', async (name) => {
    expect(await verify({ sub: undefined }, { requiredClaims: [name] })).toBe('token_claims_invalid')
  })

  test('null is as good as missing, empty values are there', async () => {
    expect(await verify({ tenant: null }, { requiredClaims: ['tenant'] })).toBe('token_claims_invalid')
    expect(await verify({ tenant: '' }, { requiredClaims: ['tenant'] })).toBe('accepted')
    expect(await verify({ tenant: 0 }, { requiredClaims: ['tenant'] })).toBe('accepted')
  })
})

test('an empty `sub` is nobody', async () => {
  expect(await verify({ sub: '' })).toBe('token_claims_invalid')
  expect(await verify({ sub: ' ' })).toBe('accepted')
  expect(await verify({ sub: null })).toBe('accepted')
})

describe('row 12: claims that Postgres cannot hold are refused', () => {
  test.each<[string, string]>([
    ['U+0000 in a value', '{"sub":"ali\\u0000ce"}'],
    ['U+0000 in a name', '{"sub":"alice","a\\u0000":1}'],
    ['U+0000 deep inside', '{"sub":"alice","a":[{"b":{"c":["\\u0000"]}}]}'],
    ['U+0000 in a deep name', '{"sub":"alice","a":[{"\\u0000":1}]}'],
    ['a high surrogate alone', '{"sub":"\\ud83d"}'],
    ['a low surrogate alone', '{"sub":"\\ude00 alice"}'],
    ['surrogates the wrong way round', '{"sub":"\\ude00\\ud83d"}'],
    ['a lone surrogate in a name', '{"sub":"alice","\\ud83d":{}}'],
  ])('%s', async (_, payload) => {
    const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
    expect(await outcome(verifier.verify(makeToken(key, { payload })))).toBe('token_claims_invalid')
  })

  test('all other characters are kept', async () => {
    const sub = '\ud83d\ude00 é \' ; -- $$ " \\ \n \u0001 \u2028 ﷽'
    const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
    const session = await verifier.verify(makeToken(key, { claims: { sub, [sub]: [sub] } }))
    expect(session.claims).toMatchObject({ sub, [sub]: [sub] })
  })
})

test('claims named like members of Object.prototype are claims and pollute nothing', async () => {
  const payload =
    '{"sub":"alice","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"toString":"x"}'
  const session = await createVerifier({ jwks: { keys: [key.publicJwk] } }).verify(
    makeToken(key, { payload }),
  )
  expect(Object.keys(session.claims)).toEqual(['sub', '__proto__', 'constructor', 'toString'])
  expect(Object.getPrototypeOf(session.claims)).toBe(Object.prototype)
  expect(session.claims.admin).toBeUndefined()
  expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false)
})

test('a role claim is only a claim', async () => {
  const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
  for (const role of ['none', 'postgres', 'service_role', 'admin']) {
    const session = await verifier.verify(makeToken(key, { claims: { role } }))
    expect(session.role).toBeUndefined()
    expect(session.claims.role).toBe(role)
  }
})
