import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column } from '../support/database.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { rsaKey, toBytes } from './support/rsa-key.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>
let client: pg.Client

beforeAll(async () => {
  database = await databaseWithAlgorithms()
  client = database.client
})

afterAll(() => database.close())

const { jwk: rsa, modulus } = rsaKey(2048)
const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })

const encoded = (value: bigint) =>
  toBytes(value, Math.ceil(value.toString(16).length / 2)).toString('base64url')
const withModulus = (value: bigint): JsonWebKey => ({ ...rsa, n: encoded(value) })
const withExponent = (value: bigint): JsonWebKey => ({ ...rsa, e: encoded(value) })
const padded = (text = '') =>
  Buffer.concat([Buffer.alloc(1), Buffer.from(text, 'base64url')]).toString('base64url')

const rsaKeys: [string, unknown, string | null][] = [
  ['a key of 2048 bits', rsa, null],
  ['leading zeros', { ...rsa, n: padded(rsa.n), e: padded(rsa.e) }, null],
  ['a modulus of 2047 bits', withModulus(2n ** 2047n - 1n), 'the modulus has fewer than 2048 bits'],
  ['the smallest modulus', withModulus(2n ** 2047n + 1n), null],
  ['the largest modulus', withModulus(2n ** 4096n - 1n), null],
  ['a modulus of 4097 bits', withModulus(2n ** 4096n + 1n), 'the modulus has more than 4096 bits'],
  ['a modulus of 16384 bits', withModulus(2n ** 16383n + 1n), 'the modulus has more than 4096 bits'],
  ['a modulus of a megabyte', { ...rsa, n: 'A'.repeat(1 << 20) }, 'the modulus has more than 4096 bits'],
  ['an even modulus', withModulus(modulus + 1n), 'the modulus is even'],
  ['a modulus of zero', { ...rsa, n: 'AA' }, 'the modulus has fewer than 2048 bits'],
  ['an empty modulus', { ...rsa, n: '' }, 'the modulus has fewer than 2048 bits'],
  ['an exponent of 3', withExponent(3n), 'the exponent is less than 65537'],
  ['an exponent of 1', withExponent(1n), 'the exponent is less than 65537'],
  ['an exponent of zero', { ...rsa, e: 'AA' }, 'the exponent is less than 65537'],
  ['an empty exponent', { ...rsa, e: '' }, 'the exponent is less than 65537'],
  ['an exponent of 65535', withExponent(65535n), 'the exponent is less than 65537'],
  ['an even exponent', withExponent(65538n), 'the exponent is even'],
  ['a larger exponent', withExponent(65539n), null],
  ['an exponent of 63 bits', withExponent(2n ** 63n - 1n), null],
  ['an exponent of 64 bits', withExponent(2n ** 63n + 1n), 'the exponent has more than 63 bits'],
  ['an exponent of a megabyte', { ...rsa, e: 'A'.repeat(1 << 20) }, 'the exponent has more than 63 bits'],
  ['padded base64', { ...rsa, e: 'AQAB====' }, 'the modulus or the exponent is not base64url'],
  ['base64', { ...rsa, n: `+${rsa.n?.slice(1)}` }, 'the modulus or the exponent is not base64url'],
  ['white space', { ...rsa, e: ' AQAB' }, 'the modulus or the exponent is not base64url'],
  ['no modulus', { kty: 'RSA', e: 'AQAB' }, 'the modulus or the exponent is missing'],
  ['no exponent', { kty: 'RSA', n: rsa.n }, 'the modulus or the exponent is missing'],
  ['a number as exponent', { ...rsa, e: 65537 }, 'the modulus or the exponent is missing'],
  ['null as modulus', { ...rsa, n: null }, 'the modulus or the exponent is missing'],
  ['an Ed25519 key', ed25519, 'the key is not an RSA key'],
  ['an empty object', {}, 'the key is not an RSA key'],
  ['an array', [rsa], 'the key is not an RSA key'],
  ['a string', 'RSA', 'the key is not an RSA key'],
  ['JSON null', null, 'the key is not an RSA key'],
  ['true', true, 'the key is not an RSA key'],
]

const ed25519Keys: [string, unknown, string | null][] = [
  ['a key', ed25519, null],
  ['Ed448', { ...ed25519, crv: 'Ed448' }, 'the key is not an Ed25519 key'],
  ['X25519', { ...ed25519, crv: 'X25519' }, 'the key is not an Ed25519 key'],
  ['an elliptic curve', { ...ed25519, kty: 'EC' }, 'the key is not an Ed25519 key'],
  ['an RSA key', rsa, 'the key is not an Ed25519 key'],
  ['no x', { kty: 'OKP', crv: 'Ed25519' }, 'the public key is not of 32 bytes'],
  ['a number as x', { ...ed25519, x: 1 }, 'the public key is not of 32 bytes'],
  [
    '31 bytes',
    { ...ed25519, x: Buffer.alloc(31, 1).toString('base64url') },
    'the public key is not of 32 bytes',
  ],
  ['33 bytes', { ...ed25519, x: padded(ed25519.x) }, 'the public key is not of 32 bytes'],
  ['a megabyte', { ...ed25519, x: 'A'.repeat(1 << 20) }, 'the public key is not of 32 bytes'],
  ['padded base64', { ...ed25519, x: `${ed25519.x?.slice(0, 42)}=` }, 'the public key is not base64url'],
  ['bits after the last byte', { ...ed25519, x: `${'A'.repeat(42)}B` }, 'the public key is not base64url'],
  [
    'no point',
    { ...ed25519, x: Buffer.from([2, ...Buffer.alloc(31)]).toString('base64url') },
    'the public key is not a point of the curve',
  ],
  [
    'the neutral point',
    { ...ed25519, x: Buffer.from([1, ...Buffer.alloc(31)]).toString('base64url') },
    'the public key is of small order',
  ],
  ['an array', [ed25519], 'the key is not an Ed25519 key'],
  ['JSON null', null, 'the key is not an Ed25519 key'],
]

describe.each([
  ['rsa', 'RS256', rsaKeys],
  ['rsa', 'PS256', rsaKeys],
  ['ed25519', 'EdDSA', ed25519Keys],
  ['ed25519', 'Ed25519', ed25519Keys],
])('keys of %s for %s', (family, alg, keys) => {
  test.each(keys)('%s', async (_, jwk, problem) => {
    const values = [JSON.stringify(jwk), alg]
    expect(await column(client, `select auth.${family}_key_problem($1, $2)`, values)).toEqual([problem])
    // No signature is true of a refused key, and none makes an error.
    for (const signature of [Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(256, 1), Buffer.alloc(512, 1)]) {
      const verify = `select auth.${family}_verify(null, $1, $2, '', $3)`
      expect(await column(client, verify, [...values, signature])).toEqual([false])
    }
  })
})

test.each([
  ['rsa', 'EdDSA', rsa],
  ['rsa', 'RS384', rsa],
  ['rsa', 'none', rsa],
  ['rsa', 'rs256', rsa],
  ['ed25519', 'RS256', ed25519],
  ['ed25519', 'HS256', ed25519],
  ['ed25519', null, ed25519],
])('%s refuses the algorithm %s', async (family, alg, jwk) => {
  const problem = await column(client, `select auth.${family}_key_problem($1, $2)`, [jwk, alg])
  expect(problem).toEqual([expect.stringMatching(/^the algorithm is not/)])
  expect(await column(client, `select auth.${family}_verify(null, $1, $2, '', '')`, [jwk, alg])).toEqual([
    false,
  ])
})

test.each([
  ['rsa', 'RS256', rsa],
  ['rsa', 'PS256', rsa],
  ['ed25519', 'EdDSA', ed25519],
])('%s answers false for %s where something is NULL', async (family, alg, jwk) => {
  const { rows } = await client.query<{ id: string }>('insert into auth.jwks default values returning id')
  const id = rows[0]?.id
  await client.query(`select auth.${family}_register($1, $2)`, [id, jwk])
  const signature = Buffer.alloc(family === 'rsa' ? 256 : 64, 1)
  const verify = `select auth.${family}_verify($1, $2, $3, $4, $5)`
  for (const keyId of [id, null]) {
    for (const values of [
      [keyId, jwk, alg, null, signature],
      [keyId, jwk, alg, '', null],
      [keyId, jwk, null, '', signature],
      [null, null, alg, '', signature],
    ]) {
      expect(await column(client, verify, values)).toEqual([false])
    }
  }
})
