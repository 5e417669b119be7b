import { createHmac, createPublicKey } from 'node:crypto'
import { createVerifier } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { encode, makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const attacker = makeKey('k1')
let endpoint: JwksEndpoint
let attackerEndpoint: JwksEndpoint

beforeAll(async () => {
  endpoint = await startJwksEndpoint(key.publicJwk)
  attackerEndpoint = await startJwksEndpoint(attacker.publicJwk)
})
afterAll(async () => {
  await endpoint.close()
  await attackerEndpoint.close()
})

const verify = (token: string) => outcome(createVerifier({ jwks: endpoint.url }).verify(token))

describe('row 24: forged tokens are rejected and nothing is fetched for them', () => {
  const claims = encode(JSON.stringify({ sub: 'mallory' }))
  const hmac = (secret: string | Buffer, hash: string, alg: string) => {
    const input = `${encode(JSON.stringify({ alg, kid: 'k1' }))}.${claims}`
    return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
  }
  const pem = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  })

  test.each<[string, string]>([
    ['alg none without a signature', `${encode('{"alg":"none"}')}.${claims}.`],
    ['alg none with a signature', `${encode('{"alg":"none"}')}.${claims}.${encode('x')}`],
    ['alg None', `${encode('{"alg":"None"}')}.${claims}.`],
    ['alg NONE', `${encode('{"alg":"NONE"}')}.${claims}.`],
    ['HS256 with the public key as secret', hmac(String(pem), 'sha256', 'HS256')],
    ['HS256 with the JWK as secret', hmac(JSON.stringify(key.publicJwk), 'sha256', 'HS256')],
    ['HS256 with an empty secret', hmac('', 'sha256', 'HS256')],
    ['HS512 with the public key as secret', hmac(String(pem), 'sha512', 'HS512')],
    ['another case of an allowed algorithm', makeToken(key, { header: { alg: 'es256' } })],
    ['an algorithm that is not allowed', makeToken(key, { header: { alg: 'ES384' } })],
    ['the name of an object member', makeToken(key, { header: { alg: 'constructor' } })],
    ['an encryption algorithm', makeToken(key, { header: { alg: 'RSA-OAEP' } })],
  ])('%s', async (_, token) => {
    const before = endpoint.requests
    expect(await verify(token)).toBe('token_algorithm_not_allowed')
    expect(endpoint.requests).toBe(before)
  })

  test.each<[string, Record<string, unknown>]>([
    ['an unknown critical extension', { crit: ['exp'], exp: 1 }],
    ['an empty list of critical extensions', { crit: [] }],
    ['an unencoded payload', { b64: false, crit: ['b64'] }],
    ['an unencoded payload that is not critical', { b64: false }],
  ])('%s', async (_, header) => {
    const before = endpoint.requests
    expect(await verify(makeToken(attacker, { header }))).toBe('token_malformed')
    expect(await verify(makeToken(key, { header }))).toBe('token_malformed')
    expect(endpoint.requests).toBe(before)
  })

  test.each<[string, Record<string, unknown>]>([
    ['an embedded key', { jwk: attacker.publicJwk }],
    ['what is no key', { jwk: 'k1' }],
    ['a certificate chain', { x5c: ['MIIB'] }],
    ['an address of keys', { jku: 'the address of the attacker' }],
    ['an address of a certificate', { x5u: 'http://127.0.0.1:1/cert', 'x5t#S256': 'AAAA' }],
  ])('%s is neither fetched nor used (RFC 7515, 4.1.2 to 4.1.6)', async (_, header) => {
    const own = 'jku' in header ? { jku: attackerEndpoint.url } : header
    expect(await verify(makeToken(attacker, { header: own }))).toBe('token_signature_invalid')
    expect(await verify(makeToken(attacker, { header: { ...own, kid: undefined } }))).toBe(
      'token_signature_invalid',
    )
    expect(await verify(makeToken(key, { header: own }))).toBe('accepted')
    expect(attackerEndpoint.requests).toBe(0)
  })

  test.each<[string, string, RegExp]>([
    [
      'HS256',
      hmac('s', 'sha256', 'HS256'),
      /is "HS256" \(key id "k1"\)\. Have the issuer sign with asymmetric keys .*emulators/,
    ],
    [
      'none',
      `${encode('{"alg":"none"}')}.${claims}.`,
      /is "none"\. Have the issuer sign with asymmetric keys/,
    ],
    [
      'ES384',
      makeToken(key, { header: { alg: 'ES384' } }),
      /is "ES384" \(key id "k1"\)\. Accepted are RS256, ES256, EdDSA: .*`algorithms`/,
    ],
    [
      'control characters',
      makeToken(key, { header: { alg: `\u001b[2J${'A'.repeat(200)}`, kid: 'a"\nb' } }),
      /is "\?\[2JA{56}…" \(key id "a\?\?b"\)\. /,
    ],
  ])('the refusal of %s names the algorithm and the key id', async (_, token, message) => {
    await expect(createVerifier({ jwks: endpoint.url }).verify(token)).rejects.toThrow(message)
  })

  test.each([
    '../../../../dev/null',
    '/etc/passwd',
    "' or 1=1 --",
    '__proto__',
    'constructor',
    '',
    'k1/../k1',
    'K1',
  ])('the key id %j is only an unknown key', async (kid) => {
    expect(await verify(makeToken(key, { header: { kid } }))).toBe('token_key_not_found')
  })

  test('a header with members of Object.prototype', async () => {
    const header = encode('{"__proto__":{"alg":"ES256","kid":"k1"}}')
    expect(await verify(`${header}.${claims}.${encode('x')}`)).toBe('token_malformed')
  })

  test.each<[string, string]>([
    ['what no database holds', '{"a":"\\u0000"}'],
    ['too large a number', '{"a":1e400}'],
    ['too many levels', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`],
  ])('claims with %s are not looked through for whoever cannot sign', async (_, payload) => {
    const issuer = 'https://issuer.example'
    const named = createVerifier({ jwks: { keys: [key.publicJwk] }, issuer })
    expect(await verify(makeToken(attacker, { payload }))).toBe('token_signature_invalid')
    expect(await verify(makeToken(attacker, { payload, header: { kid: 'k9' } }))).toBe('token_key_not_found')
    expect(await outcome(named.verify(makeToken(attacker, { payload })))).toBe('token_issuer_mismatch')
    expect(await verify(makeToken(key, { payload }))).toBe('token_claims_invalid')
  })

  test('another key under a known key id', async () => {
    expect(await verify(makeToken(attacker))).toBe('token_signature_invalid')
  })

  test('a changed payload', async () => {
    const [header, , signature] = makeToken(key).split('.')
    expect(await verify(`${header}.${claims}.${signature}`)).toBe('token_signature_invalid')
  })

  test('a changed header', async () => {
    const [, payload, signature] = makeToken(key).split('.')
    const header = encode(JSON.stringify({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' }))
    expect(await verify(`${header}.${payload}.${signature}`)).toBe('token_signature_invalid')
  })

  test.each([1, 32, 63, 65, 72, 128])('a signature of %i bytes', async (length) => {
    const [header, payload] = makeToken(key).split('.')
    expect(await verify(`${header}.${payload}.${encode(new Uint8Array(length))}`)).toBe(
      'token_signature_invalid',
    )
  })

  test('a signature of zeros', async () => {
    const [header, payload] = makeToken(key).split('.')
    expect(await verify(`${header}.${payload}.${encode(new Uint8Array(64))}`)).toBe('token_signature_invalid')
  })
})
