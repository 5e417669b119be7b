import { inspect } from 'node:util'
import { AuthError, type AuthSession, anonymousSession, createVerifier, trustClaims } from '@rowauth/core'
import {
  assertUsableSession,
  deriveSession,
  isAuthSession,
  sessionClaimsJson,
  sessionSettings,
  usableToken,
} from '@rowauth/core/internal'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeKey, makeToken } from '../tokens.js'

const now = 1_800_000_000
const key = makeKey('k1')
const jwks = { keys: [key.publicJwk] }
const session = trustClaims({ sub: 'alice', org: { id: 'o1', tags: ['a'] } })

const codeOf = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    return error instanceof AuthError ? error.code : (error as Error).name
  }
  return 'accepted'
}

afterEach(() => {
  vi.useRealTimers()
})

describe('only sessions that were made here are sessions', () => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['a string', 'alice'],
    ['a function', () => session],
    ['a look-alike', { claims: { sub: 'alice' }, role: 'authenticated' }],
    ['a parsed request body', JSON.parse(JSON.stringify(session))],
    ['a spread copy', { ...session }],
    ['a structured clone', structuredClone(session)],
    ['an object that inherits from one', Object.create(session)],
    ['a proxy of one', new Proxy(session, {})],
    [
      'a copy with all its properties',
      Object.defineProperties({}, Object.getOwnPropertyDescriptors(session)),
    ],
  ])('%s is none', (_, value) => {
    expect(isAuthSession(value)).toBe(false)
    expect(codeOf(() => assertUsableSession(value))).toBe('TypeError')
    expect(codeOf(() => sessionClaimsJson(value as AuthSession))).toBe('TypeError')
    expect(codeOf(() => deriveSession(value as AuthSession, {}))).toBe('TypeError')
  })

  test('trusted, verified, anonymous and derived ones are', async () => {
    const verified = await createVerifier({ jwks }).verify(makeToken(key))
    for (const made of [session, verified, anonymousSession, deriveSession(session, { role: 'editor' })]) {
      expect(isAuthSession(made)).toBe(true)
      expect(codeOf(() => assertUsableSession(made))).toBe('accepted')
    }
  })
})

describe('a session cannot be changed', () => {
  test('neither itself nor its claims, however deep', () => {
    const { org } = session.claims as { org: { id: string; tags: string[] } }
    for (const value of [session, session.claims, org, org.tags]) expect(Object.isFrozen(value)).toBe(true)
    expect(() => Object.assign(session, { role: 'admin' })).toThrow(TypeError)
    expect(() => Object.assign(session.claims, { sub: 'bob' })).toThrow(TypeError)
    expect(() => org.tags.push('b')).toThrow(TypeError)
  })

  test('nor through the claims it was made of', () => {
    const claims = { sub: 'alice', org: { id: 'o1' } }
    const copied = trustClaims(claims)
    claims.sub = 'bob'
    claims.org.id = 'o2'
    expect(copied.claims).toEqual({ sub: 'alice', org: { id: 'o1' } })
    expect(sessionClaimsJson(copied)).toBe('{"sub":"alice","org":{"id":"o1"}}')
    expect(Object.isFrozen(claims)).toBe(false)
  })
})

test('the token rides along out of sight', async () => {
  const token = makeToken(key)
  const verified = await createVerifier({ jwks }).verify(token)
  expect(usableToken(verified)).toBe(token)
  expect(usableToken(deriveSession(verified, { role: 'editor' }))).toBe(token)
  expect(() => usableToken(session)).toThrow(expect.objectContaining({ code: 'token_missing' }))
  for (const text of [
    JSON.stringify(verified),
    inspect(verified, { depth: 10 }),
    Object.keys(verified).join(),
  ]) {
    expect(text).not.toContain('token')
    expect(text).not.toContain(token)
  }
})

describe('expiry', () => {
  test.each([0, 30, 120])('with a tolerance of %i seconds', async (clockTolerance) => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
    const token = makeToken(key, { claims: { exp: now + 60 } })
    const verified = await createVerifier({ jwks, clockTolerance }).verify(token)
    expect(verified.expiresAt).toBe(now + 60)
    vi.setSystemTime((now + 60 + clockTolerance) * 1000 - 1)
    expect(codeOf(() => assertUsableSession(verified))).toBe('accepted')
    vi.setSystemTime((now + 60 + clockTolerance) * 1000)
    expect(codeOf(() => assertUsableSession(verified))).toBe('token_expired')
    expect(codeOf(() => assertUsableSession(deriveSession(verified, { role: 'editor' })))).toBe(
      'token_expired',
    )
  })

  test('trusted claims end with their exp, too', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
    expect(codeOf(() => assertUsableSession(trustClaims({ exp: now - 29 })))).toBe('accepted')
    expect(codeOf(() => assertUsableSession(trustClaims({ exp: now - 30 })))).toBe('token_expired')
    expect(trustClaims({ sub: 'alice' })).not.toHaveProperty('expiresAt')
  })

  test('trusted claims end when the caller says so, if their exp is not earlier', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
    const ending = (expiresAt: number, exp?: number) =>
      trustClaims(exp === undefined ? {} : { exp }, { expiresAt })
    expect(ending(now + 60).expiresAt).toBe(now + 60)
    expect(ending(now + 60, now + 30).expiresAt).toBe(now + 30)
    expect(ending(now + 60, now + 90)).toMatchObject({ expiresAt: now + 60, claims: { exp: now + 90 } })
    // The clock is the caller's own, so there is no leeway.
    expect(codeOf(() => assertUsableSession(ending(now)))).toBe('token_expired')
    expect(codeOf(() => assertUsableSession(ending(now + 0.5)))).toBe('accepted')
    expect(codeOf(() => assertUsableSession(ending(now + 60, now - 30)))).toBe('token_expired')
    const session = ending(now + 60)
    vi.setSystemTime((now + 60) * 1000)
    expect(codeOf(() => assertUsableSession(session))).toBe('token_expired')
    expect(codeOf(() => assertUsableSession(deriveSession(session, { role: 'editor' })))).toBe(
      'token_expired',
    )
  })

  test('expiresAt in milliseconds is refused: such a session would never end', () => {
    const at = (expiresAt: number) => () => trustClaims({}, { expiresAt })
    expect(at(now * 1000)).toThrow(TypeError)
    expect(at(now * 1000)).toThrow('milliseconds')
    expect(at(now * 2)).not.toThrow()
  })

  test.each(['2030-01-01', null, Number.NaN, Number.POSITIVE_INFINITY, new Date()])(
    'expiresAt %j is no time',
    (expiresAt) => {
      expect(codeOf(() => trustClaims({}, { expiresAt } as { expiresAt: number }))).toBe('TypeError')
    },
  )

  test.each(['soon', null, Number.NaN, Number.POSITIVE_INFINITY])('exp %j is no time', (exp) => {
    expect(codeOf(() => trustClaims({ exp } as { exp: number }))).toBe('token_claims_invalid')
  })
})

describe('roles', () => {
  test('are taken from the caller, never from the claims', () => {
    expect(trustClaims({ role: 'admin' }).role).toBeUndefined()
    expect(trustClaims({ role: 'admin' }, { role: 'editor' }).role).toBe('editor')
    expect(anonymousSession.role).toBe('anonymous')
  })

  // The server cuts a name after 63 bytes, and so would take another role than the one that was checked.
  const long = ['x'.repeat(64), 'é'.repeat(32)]
  const names = ['', 'none', 'None', 'NONE', 'a\u0000b', '\ud800', ...long, 1, null]
  test.each(names)('row 11: %j is no role', (role) => {
    expect(codeOf(() => trustClaims({}, { role } as { role: string }))).toBe('TypeError')
    expect(codeOf(() => deriveSession(session, { role } as { role: string }))).toBe('TypeError')
  })
})

test('a derived session leaves the one it comes from as it is', () => {
  const derived = deriveSession(session, { role: 'editor', settings: { 'app.tenant': 't1' } })
  expect(derived).toMatchObject({ role: 'editor', claims: session.claims })
  expect(sessionSettings(derived)).toEqual({ 'app.tenant': 't1' })
  expect(sessionSettings(session)).toEqual({})
  expect(session.role).toBeUndefined()
  expect(sessionClaimsJson(derived)).toBe(sessionClaimsJson(session))
})

test('nobody has no claims', () => {
  expect(anonymousSession.claims).toEqual({})
  expect(sessionClaimsJson(anonymousSession)).toBe('')
  expect(sessionClaimsJson(trustClaims({}))).toBe('')
})
