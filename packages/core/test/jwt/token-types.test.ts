import { createVerifier, type VerifierOptions } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const verify = (token: string, options: Partial<VerifierOptions> = {}) =>
  outcome(createVerifier({ jwks: { keys: [key.publicJwk] }, ...options }).verify(token))
const ofType = (typ: unknown) => makeToken(key, { header: { typ } })

describe('kinds of token (RFC 8725, 3.11)', () => {
  test.each([undefined, 'JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'APPLICATION/jwt'])(
    'typ %j is one for sessions',
    async (typ) => {
      expect(await verify(ofType(typ))).toBe('accepted')
    },
  )

  test.each([
    'logout+jwt',
    'secevent+jwt',
    'dpop+jwt',
    'application/logout+jwt',
    'oauth-authz-req+jwt',
    'JWE',
    '',
    'text/jwt',
    'application/at+jwt/x',
    'jwt ',
    '__proto__',
  ])('typ %j is not', async (typ) => {
    expect(await verify(ofType(typ))).toBe('token_claims_invalid')
  })

  test('the refusal says what it is about', async () => {
    await expect(
      createVerifier({ jwks: { keys: [key.publicJwk] } }).verify(ofType('logout+jwt')),
    ).rejects.toThrow(/by its "typ" that it is of another kind.*`types`/)
  })

  test('`types` names others in their place', async () => {
    const types = ['application/Session+JWT']
    expect(await verify(ofType('session+jwt'), { types })).toBe('accepted')
    for (const typ of [undefined, 'JWT', 'at+jwt']) {
      expect(await verify(ofType(typ), { types })).toBe('token_claims_invalid')
    }
    expect(await verify(ofType(undefined), { types: ['JWT'] })).toBe('accepted')
    expect(await verify(ofType('at+jwt'), { types: ['JWT'] })).toBe('token_claims_invalid')
  })

  test.each([[], '', [''], [1], null, true])('`types` %j cannot be meant', (types) => {
    const options = { jwks: { keys: [] }, types } as unknown as VerifierOptions
    expect(() => createVerifier(options)).toThrow(TypeError)
  })
})

describe('logout tokens that are of the type JWT', () => {
  const logout = 'http://schemas.openid.net/event/backchannel-logout'
  test.each<[string, unknown, string]>([
    ['with the event', { [logout]: {} }, 'token_claims_invalid'],
    ['with the event among others', { other: 1, [logout]: null }, 'token_claims_invalid'],
    ['without it', { other: {} }, 'accepted'],
    ['a list', [logout], 'accepted'],
    ['a text', logout, 'accepted'],
    ['null', null, 'accepted'],
  ])('%s', async (_, events, expected) => {
    expect(await verify(makeToken(key, { claims: { events } }))).toBe(expected)
  })

  test('are taken where they are asked for', async () => {
    const token = makeToken(key, { header: { typ: 'logout+jwt' }, claims: { events: { [logout]: {} } } })
    expect(await verify(token, { types: ['logout+jwt'] })).toBe('accepted')
  })
})
