import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { createIssuer, generateSigningKey } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, errorWithin, rolledBack } from '../support/database.js'
import { open, startVerifying, type VerifyingDatabase } from './support/verifying-database.js'

let database: VerifyingDatabase
let client: pg.Client

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
})

afterAll(() => database[Symbol.asyncDispose]())

const publicJwk = (type: 'rsa' | 'ec' | 'ed25519', options: object): JsonWebKey =>
  generateKeyPairSync(type as 'rsa', options as { modulusLength: number }).publicKey.export({ format: 'jwk' })

const rsa = publicJwk('rsa', { modulusLength: 2048 })
const ec = publicJwk('ec', { namedCurve: 'P-256' })
const ed = publicJwk('ed25519', {})

async function register(jwk: unknown): Promise<pg.DatabaseError> {
  return rolledBack(client, async () => {
    const literal = `'${JSON.stringify(jwk).replaceAll("'", "''")}'`
    return errorWithin(client, `select auth.register_jwk(${literal})`)
  })
}

const registered = () => column(client, `select kid from auth.jwks order by kid`)

describe('register_jwk refuses', () => {
  test.each<[string, unknown, RegExp]>([
    ['null', null, /not a JSON object/],
    ['an array', [ec], /not a JSON object/],
    ['an empty object', {}, /algorithm/],
    ['a JWKS', { keys: [ec] }, /algorithm/],
    ['a private key', { ...ec, d: 'AAAA' }, /private or secret/],
    ['a prime of a private key', { ...rsa, p: 'AAAA' }, /private or secret/],
    ['a secret', { kty: 'oct', k: 'AAAA' }, /private or secret/],
    ['a key for encryption', { ...ec, use: 'enc' }, /not meant for/],
    ['a key for signing alone', { ...ec, key_ops: ['sign'] }, /not meant for/],
    ['an empty key id', { ...ec, kid: '' }, /key id is empty/],
    ['a key id that is no text', { ...ec, kid: 5 }, /"kid" is not a string/],
    ['a key id without end', { ...ec, kid: 'x'.repeat(5000) }, /"kid" is too long/],
    ['HMAC', { ...ec, alg: 'HS256' }, /algorithm is not among/],
    ['an algorithm of another type', { ...rsa, alg: 'ES256' }, /does not fit/],
    ['an algorithm of another curve', { ...ec, alg: 'ES384' }, /does not fit/],
    ['a curve that is not known', { ...ec, crv: 'secp256k1' }, /algorithm/],
    ['X25519', { ...ed, crv: 'X25519' }, /algorithm/],
    ['1024 bits', publicJwk('rsa', { modulusLength: 1024 }), /2048/],
    ['a modulus that is no base64url', { ...rsa, n: '+++' }, /./],
    ['a missing modulus', { kty: 'RSA', e: rsa.e }, /./],
    ['a modulus without end', { ...rsa, n: 'A'.repeat(10_000) }, /"n" is too long/],
    ['the exponent 1', { ...rsa, e: 'AQ' }, /./],
    ['a point off the curve', { ...ec, x: ec.y, y: ec.x }, /curve/],
    ['a missing coordinate', { kty: 'EC', crv: 'P-256', x: ec.x }, /./],
    ['a point of small order', { ...ed, x: `AQ${'A'.repeat(41)}` }, /./],
    ['a point of 31 bytes', { ...ed, x: 'A'.repeat(42) }, /./],
  ])('%s', async (_title, jwk, message) => {
    const error = await register(jwk)
    expect(error.code).toBe('22023')
    expect(error.message).toMatch(/^The key cannot be registered: .*[^.]\.$/)
    expect(error.message).toMatch(message)
    expect(JSON.stringify(error)).not.toContain(String(rsa.n))
  })

  test.each([
    `'', null`,
    `'i', '{}'`,
    `'i', '{""}'`,
    `'i', array[null]`,
    `'i', null, '2030-01-01', '2029-01-01'`,
  ])('pins that cannot be meant: %s', async (pins) => {
    await rolledBack(client, async () => {
      const error = await errorWithin(client, `select auth.register_jwk('${JSON.stringify(ec)}', ${pins})`)
      expect(error.code).toBe('22023')
    })
  })
})

describe('register_jwk', () => {
  test('keeps public members, without padding', async () => {
    await rolledBack(client, async () => {
      await client.query('select auth.register_jwk($1)', [
        { ...ed, x: `${ed.x}=`, kid: 'a', x5c: ['AAAA'], alg: 'Ed25519' },
      ])
      const { rows } = await client.query('select alg, jwk from auth.jwks')
      expect(rows).toEqual([{ alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519', x: ed.x } }])
    })
  })

  test('takes the algorithm from the type where the key names none', async () => {
    await rolledBack(client, async () => {
      for (const jwk of [rsa, ec, ed]) await client.query('select auth.register_jwk($1, $2)', [jwk, jwk.kty])
      expect(await column(client, 'select alg from auth.jwks order by id')).toEqual([
        'RS256',
        'ES256',
        'EdDSA',
      ])
    })
  })

  test('changes the pins of a key that is registered, and no more', async () => {
    const jwk = { ...ec, kid: 'same' }
    await rolledBack(client, async () => {
      const [id] = await column(client, 'select auth.register_jwk($1, $2)', [jwk, 'i'])
      const [secret] = await column(client, 'select id from auth.secrets')
      expect(await column(client, 'select auth.register_jwk($1, $2)', [jwk, 'i'])).toEqual([id])
      expect(await column(client, 'select id from auth.secrets')).toEqual([secret])
      expect(await column(client, `select auth.register_jwk($1, $2, '{a}', now())`, [jwk, 'i'])).toEqual([id])
      expect(await column(client, 'select audience from auth.jwks')).toEqual([['a']])
      expect(await column(client, 'select id from auth.secrets')).not.toEqual([secret])
    })
  })

  test('never puts another key in the place of one', async () => {
    await rolledBack(client, async () => {
      await client.query('select auth.register_jwk($1)', [{ ...ec, kid: 'same' }])
      for (const other of [
        { ...ed, kid: 'same' },
        { ...publicJwk('ec', { namedCurve: 'P-256' }), kid: 'same' },
      ]) {
        const error = await errorWithin(client, `select auth.register_jwk('${JSON.stringify(other)}')`)
        expect(error.code).toBe('23505')
      }
      await client.query('select auth.register_jwk($1, $2)', [{ ...ed, kid: 'same' }, 'other'])
      expect(await column(client, `select auth.retire_jwk('same')`)).toEqual([true])
      expect(await column(client, `select auth.retire_jwk('same')`)).toEqual([false])
      expect(await registered()).toEqual(['same'])
      expect(await column(client, 'select count(*)::int from auth.ecdsa_key_points')).toEqual([0])
    })
  })

  test('a key without an id is one of a kind for its issuer', async () => {
    await rolledBack(client, async () => {
      await client.query('select auth.register_jwk($1)', [ec])
      expect((await errorWithin(client, `select auth.register_jwk('${JSON.stringify(ed)}')`)).code).toBe(
        '23505',
      )
      expect(await column(client, 'select auth.retire_jwk(null)')).toEqual([true])
      expect(await registered()).toEqual([])
    })
  })

  test('a key that is not valid yet opens nothing', async () => {
    const { privateJwk, publicJwk: jwk } = await generateSigningKey({ alg: 'EdDSA' })
    const token = await createIssuer({ privateJwk }).sign({ sub: 'alice' })
    await rolledBack(client, async () => {
      await client.query(`select auth.register_jwk($1, not_before => now() + interval '1 hour')`, [jwk])
      await expect(open(client, token)).rejects.toMatchObject({ detail: 'token_key_not_found' })
    })
  })
})

describe('verify_signature', () => {
  const verify = (
    jwk: unknown,
    alg: string | null,
    message: Uint8Array | null,
    signature: Uint8Array | null,
  ) =>
    column(client, 'select auth.verify_signature($1, $2, $3, $4)', [
      jwk === null ? null : JSON.stringify(jwk),
      alg,
      message,
      signature,
    ])

  test('answers for every key, and false for whatever is wrong', async () => {
    for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const { privateJwk, publicJwk: jwk } = await generateSigningKey({ alg })
      const [head, body, signature = ''] = (await createIssuer({ privateJwk }).sign({})).split('.')
      const message = Buffer.from(`${head}.${body}`)
      const bytes = Buffer.from(signature, 'base64url')
      expect(await verify(jwk, alg, message, bytes)).toEqual([true])
      expect(await verify({ ...jwk, alg: undefined }, alg, message, bytes)).toEqual([true])
      expect(await verify(jwk, alg, Buffer.concat([message, Buffer.from('x')]), bytes)).toEqual([false])
      expect(await verify(jwk, alg, message, bytes.subarray(1))).toEqual([false])
      expect(await verify(jwk, alg, message, null)).toEqual([false])
      expect(await verify(jwk, alg, null, bytes)).toEqual([false])
      expect(await verify(jwk, null, message, bytes)).toEqual([false])
      expect(await verify(jwk, 'none', message, bytes)).toEqual([false])
      expect(await verify(jwk, alg === 'RS256' ? 'PS256' : 'RS256', message, bytes)).toEqual([false])
      expect(await verify(null, alg, message, bytes)).toEqual([false])
      for (const jwkOrNot of [{}, [], 'x', 7, { kty: jwk.kty }]) {
        expect(await verify(jwkOrNot, alg, message, bytes)).toEqual([false])
      }
    }
  })
})
