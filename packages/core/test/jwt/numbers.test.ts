import { AuthError, createIssuer, createVerifier, generateSigningKey, trustClaims } from '@rowauth/core'
import { roleClaims, sessionClaimsJson, sessionIdentity, unverifiedSession } from '@rowauth/core/internal'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
const tokenOf = (payload: string) => makeToken(key, { payload })
const verify = (payload: string) => verifier.verify(tokenOf(payload))
const codeOf = (payload: string) => outcome(verify(payload))

describe('a whole number beyond 2^53', () => {
  test.each<[string, string, unknown]>([
    ['an id', '9007199254740993', '9007199254740993'],
    ['a negative one', '-9007199254740993', '-9007199254740993'],
    ['the first', '9007199254740992', '9007199254740992'],
    ['the last that is exact', '9007199254740991', 9007199254740991],
    ['a power', '1e21', '1e21'],
    ['a power that is small', '1e3', 1000],
    ['with a fraction of zeros', '9007199254740993.0', '9007199254740993.0'],
    ['with a fraction that JavaScript rounds away', '9007199254740993.5', '9007199254740993.5'],
    ['a fraction', '0.1', 0.1],
    ['the largest', '1.7976931348623157e308', '1.7976931348623157e308'],
  ])('%s is sent as it was written, and a string of its digits here', async (_, numeral, value) => {
    const session = await verify(`{"sub":"alice","n":{"a":[${numeral}]}}`)
    expect(sessionClaimsJson(session)).toBe(`{"sub":"alice","n":{"a":[${numeral}]}}`)
    expect(session.claims).toEqual({ sub: 'alice', n: { a: [value] } })
    expect(roleClaims(unverifiedSession(tokenOf(`{"n":${numeral}}`)))).toEqual({ n: value })
  })

  test('is a number where it is a time, as far off as it may be', async () => {
    expect((await verify('{"exp":1e300}')).claims.exp).toBe(1e300)
    expect((await verify('{"exp":1e300,"o":{"exp":1e300}}')).claims).toEqual({
      exp: 1e300,
      o: { exp: '1e300' },
    })
    expect(await codeOf('{"exp":-1e300}')).toBe('token_expired')
    for (const name of ['nbf', 'iat']) {
      expect(await codeOf(`{"${name}":9007199254740993}`)).toBe('token_not_active')
    }
  })

  test('digits in texts and names stay as they are', async () => {
    const payload = '{"9007199254740993":"9007199254740993","a":"\\"9007199254740993","n":9007199254740993}'
    expect(Object.entries((await verify(payload)).claims)).toEqual([
      ['9007199254740993', '9007199254740993'],
      ['a', '"9007199254740993'],
      ['n', '9007199254740993'],
    ])
  })

  test('is no name of an issuer or of an audience, which are strings', async () => {
    const id = '9007199254740993'
    const verifyBy = (options: object, payload: string) =>
      outcome(createVerifier({ jwks: { keys: [key.publicJwk] }, ...options }).verify(tokenOf(payload)))
    expect(await verifyBy({ issuer: id }, `{"iss":${id}}`)).toBe('token_issuer_mismatch')
    expect(await verifyBy({ issuer: () => true }, `{"iss":${id}}`)).toBe('token_issuer_mismatch')
    expect(await verifyBy({ issuer: id }, `{"iss":"${id}","n":${id}}`)).toBe('accepted')
    for (const aud of [id, `[${id}]`, `["b",${id}]`]) {
      expect(await verifyBy({ audience: id }, `{"aud":${aud}}`)).toBe('token_audience_mismatch')
    }
    expect(await verifyBy({ audience: id }, `{"aud":["${id}"],"n":${id}}`)).toBe('accepted')
  })

  test('does not make JSON of what is none', async () => {
    for (const payload of [
      '{"a":09007199254740993}',
      '{"a":9007199254740993.}',
      '{"a":-}',
      '{9007199254740993:1}',
    ]) {
      expect(await codeOf(payload)).toBe('token_malformed')
    }
  })

  test('two that differ are two identities', async () => {
    const [a, b] = [await verify('{"id":9007199254740992}'), await verify('{"id":9007199254740993}')]
    expect(sessionIdentity(a)).not.toBe(sessionIdentity(b))
  })

  test('is refused where JavaScript has rounded it already', async () => {
    expect(() => trustClaims({ n: 2 ** 53 + 2 })).toThrow(AuthError)
    const { privateJwk } = await generateSigningKey()
    expect(await outcome(createIssuer({ privateJwk }).sign({ n: 2 ** 53 + 2 }))).toBe('token_claims_invalid')
  })
})

describe('numbers that would fail each query', () => {
  test.each([
    '1e400',
    '-1e400',
    '1e-400',
    '1e200000',
    '0e200000',
    '1e-20000',
    '1'.repeat(400),
    `0.${'1'.repeat(1000)}`,
    `0.${'0'.repeat(900)}1`,
  ])('%.20s', async (numeral) => {
    expect(await codeOf(`{"a":[${numeral}]}`)).toBe('token_claims_invalid')
    expect(() => unverifiedSession(tokenOf(`{"a":${numeral}}`))).toThrow(AuthError)
  })

  test('others are taken', async () => {
    for (const numeral of ['0', '-0', '0e0', '0.0e-10', '1e-300', '5e-324', '0.30000000000000004']) {
      expect(await codeOf(`{"a":${numeral}}`)).toBe('accepted')
    }
  })
})

describe('the text that is sent', () => {
  test('has no white space and no escapes that it can do without', async () => {
    const session = await verify('{ "sub" :\t"ali\\u0063e",\r\n "\\u0061" : [ 1 , "a b\\/\\u00e9\\n" ] }')
    expect(sessionClaimsJson(session)).toBe('{"sub":"alice","a":[1,"a b/é\\n"]}')
  })

  test.each<[string, string, Record<string, unknown>]>([
    ['a name twice', '{"sub":"alice","sub":"bob"}', { sub: 'bob' }],
    ['a name twice, once with an escape', '{"sub":"alice","\\u0073ub":"bob"}', { sub: 'bob' }],
    ['a large number twice', '{"n":9007199254740993,"n":9007199254740995}', { n: '9007199254740995' }],
    ['a large number that is replaced', '{"n":9007199254740993,"n":1}', { n: 1 }],
  ])('%s: the last counts, as in jsonb', async (_, payload, claims) => {
    expect((await verify(payload)).claims).toEqual(claims)
  })

  test('a name of Object.prototype, twice', async () => {
    const session = await verify('{"__proto__":{"a":1},"__proto__":{"n":9007199254740993}}')
    expect(Object.entries(session.claims)).toEqual([['__proto__', { n: '9007199254740993' }]])
    expect(Object.getPrototypeOf(session.claims)).toBe(Object.prototype)
  })

  test('a member that is replaced must be storable, too: the server reads it', async () => {
    expect(await codeOf('{"a":"\\u0000","a":1}')).toBe('token_claims_invalid')
    expect(await codeOf('{"a":"\\ud800","a":1}')).toBe('token_claims_invalid')
    expect(await codeOf('{"a":1e400,"a":1}')).toBe('token_claims_invalid')
  })

  test('an exp that is replaced does not count, the last does', async () => {
    expect(await codeOf('{"sub":"alice","exp":99999999999,"exp":1}')).toBe('token_expired')
    expect(await codeOf('{"sub":"alice","exp":1,"exp":99999999999}')).toBe('accepted')
  })

  test.each([
    ['100 levels', 99, 'accepted'],
    ['101 levels', 100, 'token_claims_invalid'],
    ['as many as a token holds', 6000, 'token_claims_invalid'],
  ])('%s', async (_, depth, expected) => {
    expect(await codeOf(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)).toBe(expected)
    expect(
      await codeOf(`${'{"a":'.repeat(Math.min(depth, 1500))}1${'}'.repeat(Math.min(depth, 1500))}`),
    ).toBe(depth === 99 ? 'accepted' : depth === 100 ? 'accepted' : expected)
  })

  test('brackets in texts are no levels', async () => {
    expect(await codeOf(JSON.stringify({ a: '['.repeat(500), [`${'{'.repeat(500)}\\`]: ']"}' }))).toBe(
      'accepted',
    )
  })
})
