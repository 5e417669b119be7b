import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encode, makeKey, makeToken, type TokenParts } from '../../tokens.js'
import { column, rolledBack } from '../support/database.js'
import { startVerifying, type VerifyingDatabase } from './support/verifying-database.js'

const iss = 'https://issuer.example/'
const now = Math.floor(Date.now() / 1000)
const key = makeKey('first')
const unpinned = makeKey('unpinned')
const stranger = makeKey('stranger')

let database: VerifyingDatabase
let client: pg.Client

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  await client.query(`select auth.register_jwk($1, $2, '{app,admin}')`, [key.publicJwk, iss])
  await client.query('select auth.register_jwk($1)', [unpinned.publicJwk])
})

afterAll(() => database[Symbol.asyncDispose]())

/** `opened`, or the detail of the error. */
async function outcome(token: string): Promise<string> {
  return rolledBack(client, async () => {
    try {
      await client.query('select auth.open_session($1)', [token])
      return 'opened'
    } catch (error) {
      const { code, detail, message } = error as pg.DatabaseError
      expect(code).toBe('28000')
      expect(message).toMatch(/^[A-Z].*\.$/)
      for (const part of token.split('.').filter((each) => each.length > 10)) {
        expect(JSON.stringify(error)).not.toContain(part)
      }
      return String(detail)
    }
  })
}

const claims = { iss, aud: 'app', sub: 'alice' }
const signed = (parts: TokenParts = {}) =>
  makeToken(key, { ...parts, claims: { ...claims, ...parts.claims } })

test.each<[string, TokenParts]>([
  ['as it should be', {}],
  ['one audience of several', { claims: { aud: ['other', 'admin'] } }],
  ['expired within the leeway', { claims: { exp: now - 20 } }],
  ['valid soon, within the leeway', { claims: { nbf: now + 20 } }],
  ['times in fractions', { claims: { exp: now + 60.5, iat: now - 0.25, nbf: 1e3 } }],
  ['an end beyond all dates', { claims: { exp: 1e300 } }],
  ['a header with more', { header: { cty: 'JWT', extra: { a: 1 } } }],
  ['no type', { header: { typ: undefined } }],
  ['the type of access tokens', { header: { typ: 'application/AT+jwt' } }],
  ['a key of its own, which is ignored', { header: { jwk: stranger.publicJwk, x5c: ['MIIB'] } }],
  ['an address of keys, which is ignored', { header: { jku: 'https://mallory.example', x5u: 'x:' } }],
])('opened: %s', async (_title, parts) => {
  expect(await outcome(signed(parts))).toBe('opened')
})

test.each<[string, TokenParts, string]>([
  ['expired', { claims: { exp: now - 40 } }, 'token_expired'],
  ['expired before all dates', { claims: { exp: -1e300 } }, 'token_expired'],
  ['not valid yet', { claims: { nbf: now + 60 } }, 'token_not_active'],
  ['never valid', { claims: { nbf: 1e300 } }, 'token_not_active'],
  ['an end that is text', { claims: { exp: String(now + 60) } }, 'token_claims_invalid'],
  ['a start that is no number', { claims: { nbf: [] } }, 'token_claims_invalid'],
  ['an issue date that is null', { claims: { iat: null } }, 'token_claims_invalid'],
  ['another issuer', { claims: { iss: 'https://mallory.example/' } }, 'token_issuer_mismatch'],
  ['no issuer', { claims: { iss: undefined } }, 'token_issuer_mismatch'],
  ['a list of issuers', { claims: { iss: [iss] } }, 'token_issuer_mismatch'],
  ['another audience', { claims: { aud: 'other' } }, 'token_audience_mismatch'],
  ['no audience', { claims: { aud: undefined } }, 'token_audience_mismatch'],
  ['an audience null', { claims: { aud: null } }, 'token_audience_mismatch'],
  ['an empty audience', { claims: { aud: [] } }, 'token_audience_mismatch'],
  ['an audience within another', { claims: { aud: [['app']] } }, 'token_audience_mismatch'],
  ['an object as audience', { claims: { aud: { app: 'app' } } }, 'token_audience_mismatch'],
  ['an unknown key', { header: { kid: 'third' } }, 'token_key_not_found'],
  ['no key id with several keys', { header: { kid: undefined } }, 'token_key_not_found'],
  ['a key id that is no text', { header: { kid: 7 } }, 'token_malformed'],
  ['a key id null', { header: { kid: null } }, 'token_malformed'],
  ['no algorithm', { header: { alg: undefined } }, 'token_malformed'],
  ['the algorithm none', { header: { alg: 'none' } }, 'token_algorithm_not_allowed'],
  ['an HMAC', { header: { alg: 'HS256' } }, 'token_algorithm_not_allowed'],
  ['an algorithm of another key', { header: { alg: 'RS256' } }, 'token_algorithm_not_allowed'],
  ['another algorithm of its curve', { header: { alg: 'ES384' } }, 'token_algorithm_not_allowed'],
  ['a critical extension', { header: { crit: ['exp'] } }, 'token_malformed'],
  ['an unencoded payload', { header: { b64: false } }, 'token_malformed'],
  ['a payload that is no object', { payload: '[]' }, 'token_malformed'],
  ['a payload that is no JSON', { payload: '{"sub":' }, 'token_malformed'],
  ['a payload that is not UTF-8', { payload: Buffer.from([0x7b, 0xff, 0x7d]) }, 'token_malformed'],
  ['a payload with a byte order mark', { payload: '\ufeff{}' }, 'token_malformed'],
  ['claims that jsonb cannot hold', { payload: '{"sub":"a\\u0000b"}' }, 'token_claims_invalid'],
  ['claims beyond numbers', { payload: '{"sub":1e999999}' }, 'token_claims_invalid'],
  ['claims beyond depth', { payload: `${'['.repeat(6000)}${']'.repeat(6000)}` }, 'token_malformed'],
  ['a token too large', { claims: { more: 'x'.repeat(16_384) } }, 'token_too_large'],
])('refused: %s', async (_title, parts, detail) => {
  expect(await outcome(signed(parts))).toBe(detail)
})

const token = signed()
const [header = '', payload = '', signature = ''] = token.split('.')

test.each<[string, string, string]>([
  ['blanks', '   ', 'token_malformed'],
  ['a word', 'token', 'token_malformed'],
  ['two parts', `${header}.${payload}`, 'token_malformed'],
  ['four parts', `${token}.`, 'token_malformed'],
  ['dots', '..', 'token_malformed'],
  ['no signature', `${header}.${payload}.`, 'token_malformed'],
  ['the scheme', `Bearer ${token}`, 'token_malformed'],
  ['a line break', `${token}\n`, 'token_malformed'],
  ['padding', `${header}=.${payload}.${signature}`, 'token_malformed'],
  ['base64 that is not of URLs', `${header}.${payload}.${signature.slice(0, -4)}+/+/`, 'token_malformed'],
  ['bits after the last byte', `${header}.${payload}.${signature.slice(0, 42)}B`, 'token_malformed'],
  [
    'a signature of three quarters',
    `${header}.${payload}.${signature.slice(0, 64)}`,
    'token_signature_invalid',
  ],
  [
    'the payload of another',
    `${header}.${encode(JSON.stringify({ ...claims, sub: 'bob' }))}.${signature}`,
    'token_signature_invalid',
  ],
])('refused: %s', async (_title, text, detail) => {
  expect(await outcome(text)).toBe(detail)
})

test.each<[string, TokenParts, RegExp]>([
  [
    'HS256',
    { header: { alg: 'HS256' } },
    /is "HS256" \(key id "first"\)\. Have the issuer sign with asymmetric keys/,
  ],
  [
    'none',
    { header: { alg: 'none', kid: undefined } },
    /is "none"\. Have the issuer sign with asymmetric keys/,
  ],
  ['ES512', { header: { alg: 'ES512' } }, /is "ES512" \(key id "first"\)\. It is not among RS256/],
  [
    'control characters',
    { header: { alg: `\u001b[2J\u00e9${'A'.repeat(200)}`, kid: 'a"\\\nb' } },
    /is "\?\[2J\?A{55}\.\.\." \(key id "a\?\?\?b"\)\./,
  ],
])('the refusal of %s names the algorithm and the key id', async (_title, parts, message) => {
  await rolledBack(client, async () => {
    await expect(client.query('select auth.open_session($1)', [signed(parts)])).rejects.toThrow(message)
  })
})

test('a token of a stranger with the key id of a registered key', async () => {
  expect(await outcome(makeToken(stranger, { header: { kid: 'first' }, claims }))).toBe(
    'token_signature_invalid',
  )
})

test('a key without pins takes every issuer and audience', async () => {
  expect(await outcome(makeToken(unpinned, { claims: { iss: 'https://any.example' } }))).toBe('opened')
  expect(await outcome(makeToken(unpinned))).toBe('opened')
})

test('the key of its issuer where several have the key id', async () => {
  const other = { ...makeKey('first'), kid: 'first' }
  const registered = [other.publicJwk, 'https://other.example/']
  await client.query('select auth.register_jwk($1, $2)', registered)
  expect(await outcome(makeToken(other, { claims: { iss: 'https://other.example/' } }))).toBe('opened')
  expect(await outcome(makeToken(other, { claims }))).toBe('token_signature_invalid')
  expect(await outcome(signed())).toBe('opened')
  await client.query(`select auth.retire_jwk('first', 'https://other.example/')`)
})

test('no key id where one key alone can be meant', async () => {
  await client.query('begin')
  await client.query(`select auth.retire_jwk('unpinned')`)
  await client.query('select auth.open_session($1)', [signed({ header: { kid: undefined } })])
  expect(await column(client, 'select auth.user_id()')).toEqual(['alice'])
  await client.query('rollback')
})

test('what is wrong otherwise costs no check of a signature', async () => {
  const bad = (parts: TokenParts) => `${signed(parts).split('.').slice(0, 2).join('.')}.${signature}`
  await client.query(`begin; create or replace function auth.verify_with_key(key_id bigint, jwk jsonb, alg text, message bytea,
    signature bytea) returns boolean language plpgsql as $$ begin raise 'a check of a signature'; end $$`)
  const details: unknown[] = []
  for (const parts of [
    { header: { kid: 'x' } },
    { header: { alg: 'RS256' } },
    { claims: { exp: 1 } },
    { claims: { nbf: now + 600 } },
    { claims: { iss: 'x' } },
    { claims: { aud: 'x' } },
    {},
  ]) {
    await client.query('savepoint a')
    const error = await client
      .query('select auth.open_session($1)', [bad(parts)])
      .catch((caught: unknown) => caught)
    const { detail, message } = error as pg.DatabaseError
    details.push(detail ?? message)
    await client.query('rollback to a')
  }
  await client.query('rollback')
  expect(details).toEqual([
    'token_key_not_found',
    'token_algorithm_not_allowed',
    'token_expired',
    'token_not_active',
    'token_issuer_mismatch',
    'token_audience_mismatch',
    'a check of a signature',
  ])
})
