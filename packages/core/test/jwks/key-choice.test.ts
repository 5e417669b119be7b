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

  test('is refused when two keys have that id', async () => {
    expect(await verify([key.publicJwk, { ...other.publicJwk, kid: 'k1' }])).toBe('token_key_not_found')
    expect(await verify([key.publicJwk, { ...key.publicJwk }])).toBe('accepted')
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

  test('is refused when several keys fit', async () => {
    expect(await verify([key.publicJwk, other.publicJwk], withoutKid)).toBe('token_key_not_found')
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
