import { generateKeyPairSync } from 'node:crypto'
import { createVerifier } from '@rowauth/core'
import { type JWK, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const other = makeKey('k2')
const { kid: _kid, ...nameless } = key.publicJwk
const { alg: _alg, use: _use, ...bare } = key.publicJwk
const withoutKid = makeToken(key, { header: { kid: undefined } })

const verify = (keys: readonly unknown[], token = makeToken(key)) =>
  outcome(createVerifier({ jwks: { keys: keys as JWK[] } }).verify(token))

describe('a token with a key id', () => {
  test('needs the key of that id', async () => {
    expect(await verify([other.publicJwk, key.publicJwk])).toBe('accepted')
    expect(await verify([other.publicJwk])).toBe('token_key_not_found')
    expect(await verify([nameless])).toBe('token_key_not_found')
    expect(await verify([])).toBe('token_key_not_found')
  })

  test('is checked with each key of that id, of which there may be four', async () => {
    const twins = Array.from({ length: 4 }, () => makeKey('k1').publicJwk)
    expect(await verify([...twins.slice(1), key.publicJwk])).toBe('accepted')
    expect(await verify([key.publicJwk, ...twins])).toBe('accepted')
    expect(await verify([...twins, key.publicJwk])).toBe('token_signature_invalid')
    // What is no key does not stand in the way.
    expect(await verify([{ ...key.publicJwk, x: key.publicJwk.y }, key.publicJwk])).toBe('accepted')
  })

  test('knows a key that is listed twice for one key, for what either entry allows', async () => {
    const es384 = { ...key.publicJwk, alg: 'ES384' }
    for (const keys of [
      [key.publicJwk, { ...key.publicJwk }],
      [bare, key.publicJwk],
      [key.publicJwk, bare],
      [es384, bare],
      [bare, es384],
      [es384, key.publicJwk],
    ]) {
      expect(await verify(keys)).toBe('accepted')
      expect(await verify([...keys, ...Array.from({ length: 3 }, () => makeKey('k1').publicJwk)])).toBe(
        'accepted',
      )
    }
    expect(await verify([es384, { ...es384 }])).toBe('token_key_not_found')
  })

  test('finds the key of its type among several of that id', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(await verify([{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }, key.publicJwk])).toBe(
      'accepted',
    )
  })
})

describe('a token without a key id', () => {
  test('is checked with the only key that fits', async () => {
    expect(await verify([key.publicJwk], withoutKid)).toBe('accepted')
    expect(await verify([nameless], withoutKid)).toBe('accepted')
    expect(await verify([key.publicJwk, { ...other.publicJwk, use: 'enc' }], withoutKid)).toBe('accepted')
  })

  test('is checked with each of several that fit, of which there may be eight', async () => {
    const others = Array.from({ length: 8 }, (_, n) => makeKey(`o${n}`).publicJwk)
    expect(await verify([...others.slice(1), key.publicJwk], withoutKid)).toBe('accepted')
    expect(await verify(others, withoutKid)).toBe('token_signature_invalid')
    expect(await verify([...others, key.publicJwk], withoutKid)).toBe('token_key_not_found')
    // One key under two ids is one key.
    expect(await verify([...others.slice(1), key.publicJwk, nameless, bare], withoutKid)).toBe('accepted')
    // Keys of other types do not count.
    const { publicKey } = generateKeyPairSync('ed25519')
    const ed = { ...publicKey.export({ format: 'jwk' }), kid: 'ed' }
    expect(await verify([...others.slice(1), ed, key.publicJwk], withoutKid)).toBe('accepted')
  })
})

describe('a refusal says which of it happened', () => {
  const third = makeKey('k2')
  const many = Array.from({ length: 9 }, (_, n) => makeKey(`o${n}`).publicJwk)
  const messageOf = async (keys: readonly unknown[], token: string) => {
    const error: unknown = await createVerifier({ jwks: { keys: keys as JWK[] } })
      .verify(token)
      .catch((reason: unknown) => reason)
    return (error as Error).message
  }

  test.each<[string, readonly unknown[], string, string]>([
    [
      'no key of this id',
      [other.publicJwk],
      makeToken(key),
      'The JWKS has no key with the id "k1" of the token.',
    ],
    ['none at all', [], makeToken(key), 'The JWKS has no key with the id "k1" of the token.'],
    [
      'no key of this id for the algorithm',
      [{ ...key.publicJwk, alg: 'ES384' }],
      makeToken(key),
      'The key "k1" of the JWKS is not one for ES256, the algorithm of the token.',
    ],
    [
      'no id, and no key for the algorithm',
      [{ ...key.publicJwk, alg: 'ES384' }],
      withoutKid,
      'The token has no key id, and the JWKS has no key for its algorithm ES256.',
    ],
    [
      'no id, and too many keys',
      many,
      withoutKid,
      'The token has no key id, and 9 keys of the JWKS are for its algorithm ES256',
    ],
    [
      'none of several keys of this id',
      [other.publicJwk, third.publicJwk],
      makeToken(key, { header: { kid: 'k2' } }),
      'The JWKS has 2 keys with the id "k2" that were tried, and none of them has signed the token.',
    ],
    [
      'no id, and none of several keys',
      [other.publicJwk, third.publicJwk],
      withoutKid,
      'The token has no key id, and none of the 2 keys for ES256 in the JWKS has signed it.',
    ],
    ['one key', [other.publicJwk], withoutKid, 'The signature of the token does not match its content.'],
    [
      'no key material',
      [{ ...key.publicJwk, x: key.publicJwk.y }],
      makeToken(key),
      'The key of the JWKS that the token names is malformed.',
    ],
  ])('%s', async (_, keys, token, message) => {
    expect(await messageOf(keys, token)).toContain(message)
  })

  test('a key id is cut, and has nothing that a terminal obeys', async () => {
    const kid = `\u001b[31m"é\n${'x'.repeat(500)}`
    const message = await messageOf([], makeToken(key, { header: { kid } }))
    expect(message).toContain(`"?[31m???${'x'.repeat(52)}…"`)
    expect(message).toMatch(/^[\x20-\x7e…]{1,250}$/)
  })
})

describe('keys that must not check this signature', () => {
  test.each<[string, unknown]>([
    ['for encryption', { ...key.publicJwk, use: 'enc' }],
    ['for an unknown use', { ...key.publicJwk, use: 1 }],
    ['for other operations', { ...key.publicJwk, key_ops: ['sign'] }],
    ['with operations that are no list', { ...key.publicJwk, key_ops: 'verify' }],
    ['for another algorithm', { ...key.publicJwk, alg: 'ES384' }],
    ['for an encryption algorithm', { ...key.publicJwk, alg: 'ECDH-ES' }],
    ['on another curve', { ...key.publicJwk, crv: 'P-384' }],
    ['of another type', { ...key.publicJwk, kty: 'OKP' }],
    ['of no type', { ...key.publicJwk, kty: undefined }],
    ['with a point that is not on the curve', { ...key.publicJwk, x: key.publicJwk.y }],
    ['with a coordinate missing', { ...key.publicJwk, y: undefined }],
    ['with a coordinate that is no text', { ...key.publicJwk, y: 1 }],
    ['as text', JSON.stringify(key.publicJwk)],
    ['as nothing', null],
    ['symmetric', { kty: 'oct', k: 'c2VjcmV0', kid: 'k1', alg: 'HS256' }],
  ])('%s', async (_, jwk) => {
    expect(await verify([jwk])).toBe('token_key_not_found')
  })

  test.each<[string, unknown]>([
    ['without algorithm and use', bare],
    ['with the operation verify', { ...bare, key_ops: ['verify'] }],
    ['with private members, which are left alone', { ...key.privateJwk }],
    ['with unknown members', { ...key.publicJwk, x5c: ['MIIB'], ext: 'yes', revoked: {} }],
  ])('%s it may', async (_, jwk) => {
    expect(await verify([jwk])).toBe('accepted')
  })
})

describe('RSA keys', () => {
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
  const strong = rsa(2048)
  const jwk = { ...strong.publicKey.export({ format: 'jwk' }), kid: 'k1' }
  const sign = () => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(strong.privateKey)

  test('of 2048 bits check signatures', async () => {
    expect(await verify([jwk], await sign())).toBe('accepted')
  })

  test('may be written with padding or a leading zero', async () => {
    const token = await sign()
    const zeroFirst = Buffer.concat([Buffer.of(0), Buffer.from(String(jwk.n), 'base64url')]).toString(
      'base64url',
    )
    expect(await verify([{ ...jwk, n: `${jwk.n}==` }], token)).toBe('accepted')
    expect(await verify([{ ...jwk, n: zeroFirst }], token)).toBe('accepted')
  })

  test.each([1024, 2047])('of %i bits are refused, however they are written', async (bits) => {
    const weak = rsa(bits).publicKey.export({ format: 'jwk' })
    const padded = Buffer.concat([Buffer.alloc(200), Buffer.from(String(weak.n), 'base64url')]).toString(
      'base64url',
    )
    const token = await sign()
    expect(await verify([{ ...weak, kid: 'k1' }], token)).toBe('token_key_not_found')
    expect(await verify([{ ...weak, n: padded, kid: 'k1' }], token)).toBe('token_key_not_found')
    expect(await verify([{ ...weak, n: '!', kid: 'k1' }], token)).toBe('token_key_not_found')
  })
})
