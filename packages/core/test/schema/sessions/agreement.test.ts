import { createVerifier } from '@rowauth/core'
import { sessionClaimsJson } from '@rowauth/core/internal'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeKey, makeToken, outcome, type TokenParts } from '../../tokens.js'
import { rolledBack } from '../support/database.js'
import { startVerifying, type VerifyingDatabase } from './support/verifying-database.js'

const now = Math.floor(Date.now() / 1000)
const key = makeKey('k1')
const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
const logout = 'http://schemas.openid.net/event/backchannel-logout'
const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
const numeral = (text: string): TokenParts => ({ payload: `{"sub":"alice","n":[${text}]}` })

let database: VerifyingDatabase
let client: pg.Client

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  await client.query('select auth.register_jwk($1)', [key.publicJwk])
})
afterAll(() => database[Symbol.asyncDispose]())

/** What the database makes of a token: the claims that it has sealed, or the code of its refusal. */
async function opened(token: string): Promise<{ session: string } | { code: string }> {
  return rolledBack(client, async () => {
    try {
      await client.query('select auth.open_session($1)', [token])
    } catch (error) {
      return { code: String((error as pg.DatabaseError).detail) }
    }
    const { rows } = await client.query<{ session: string }>('select auth.session()::text as session')
    return { session: String(rows[0]?.session) }
  })
}

const headers: [string, TokenParts][] = [
  ...[undefined, 'JWT', 'jwt', 'at+jwt', 'application/AT+JWT', 'APPLICATION/jwt'],
  ...['logout+jwt', 'secevent+jwt', 'dpop+jwt', '', 'text/jwt', 'application/at+jwt/x', 'application/'],
  ...['jwt ', 'JWE', 'application/application/jwt', 1, null],
].map((typ): [string, TokenParts] => [`typ ${JSON.stringify(typ)}`, { header: { typ } }])

test.each<[string, TokenParts]>([
  ...headers,
  ['jku', { header: { jku: 'https://mallory.example' } }],
  ['x5u, x5c and jwk', { header: { x5u: 'x', x5c: [1], jwk: key.publicJwk } }],
  ['jwk null', { header: { jwk: null } }],
  ['crit', { header: { crit: ['exp'] } }],
  ['crit null', { header: { crit: null } }],
  ['b64', { header: { b64: true } }],
  ['HS256', { header: { alg: 'HS256' } }],
  ['none', { header: { alg: 'none' } }],
  ['logout event', { claims: { events: { [logout]: {} } } }],
  ['another event', { claims: { events: { other: {} } } }],
  ['events as a list', { claims: { events: [logout] } }],
  ['events as text', { claims: { events: logout } }],
  ['empty sub', { claims: { sub: '' } }],
  ['blank sub', { claims: { sub: ' ' } }],
  ['sub null', { claims: { sub: null } }],
  ['sub that is a number', { claims: { sub: 0 } }],
  ['sub twice, the last one empty', { payload: '{"sub":"alice","sub":""}' }],
  ['sub twice, the first one empty', { payload: '{"sub":"","\\u0073ub":"alice"}' }],
  ['iat soon', { claims: { iat: now + 290 } }],
  ['iat far ahead', { claims: { iat: now + 400 } }],
  ['iat without end', { claims: { iat: 1e300 } }],
  ['exp without end', { claims: { exp: 1e300 } }],
  ['exp before all times', { claims: { exp: -1e300 } }],
  ['exp beyond 2^53', { payload: '{"exp":9007199254740993}' }],
  ['exp beyond numbers', { payload: '{"exp":1e400}' }],
  ['exp twice', { payload: '{"exp":99999999999,"exp":1}' }],
  ['exp as text', { payload: '{"exp":"99999999999"}' }],
  ...[
    ...[
      '9007199254740993',
      '-9007199254740993',
      '9007199254740993.0',
      '1e21',
      '123456789012345678901234567890',
    ],
    ...['0', '-0', '0.1', '1E5', '1.50', '0e0', '0.0e-10', '5e-324', '1e-300', '1.7976931348623157e308'],
    ...['1e400', '-1e400', '1e-400', '1e999999', '0e999999', '1e-20000', '1'.repeat(308), '1'.repeat(400)],
    ...['1.7976931348623159e308', '2e-324', '3e-324', `0.${'1'.repeat(998)}`, `0.${'1'.repeat(999)}`],
    ...[`0.${'0'.repeat(400)}1`, `${'0.'}${'0'.repeat(400)}`, '1e1001', '0e1000', '0e-1001', '0e+1001'],
    ...['01', '1.', '.5', '+1', '1e', '-', '0x10', 'NaN', 'Infinity'],
  ].map((text): [string, TokenParts] => [`number ${text.slice(0, 24)} of ${text.length}`, numeral(text)]),
  ['U+0000', { payload: '{"a":"\\u0000"}' }],
  ['U+0000 in a name', { payload: '{"\\u0000":1}' }],
  ['U+0000 that is replaced', { payload: '{"a":"\\u0000","a":1}' }],
  ['a lone surrogate', { payload: '{"a":"\\ud800"}' }],
  ['a lone low surrogate', { payload: '{"a":"\\udc00"}' }],
  ['a lone surrogate in a name', { payload: '{"\\ud800":1}' }],
  ['a lone surrogate that is replaced', { payload: '{"a":"\\ud800","a":1}' }],
  ['a pair of surrogates', { payload: '{"a":"\\ud83d\\ude00 \\u00e9 \\/ \\" \\\\u0000"}' }],
  ['100 levels', { payload: nested(100) }],
  ['101 levels', { payload: nested(101) }],
  ['6000 levels', { payload: nested(6000) }],
  ['6000 levels of a list', { payload: `${'['.repeat(6000)}${']'.repeat(6000)}` }],
  ['200 lists side by side', { payload: `{"a":[${Array(200).fill('[]').join()}]}` }],
  ['brackets in texts', { payload: JSON.stringify({ a: '[{'.repeat(300), ['"\\['.repeat(50)]: '\\"[' }) }],
  ['a number in a text', { payload: '{"a":"1e400","1e400":"\\"1e400"}' }],
  ['a name twice', { payload: '{"a":1,"b":2,"a":{"c":3}}' }],
  ['a name twice, once with an escape', { payload: '{"sub":"alice","\\u0073ub":"bob"}' }],
  ['__proto__', { payload: '{"__proto__":{"sub":"bob"},"constructor":1,"__proto__":9007199254740993}' }],
  ['white space', { payload: ' { "a" :\t[ 1 ,\r\n "b  c" ] }\n' }],
  ['white space of another kind', { payload: '{\u00a0"a":1}' }],
  ['an empty object', { payload: '{}' }],
  ['no object', { payload: '"alice"' }],
  ['no JSON', { payload: "{'sub':'alice'}" }],
])('the verifier and the database agree: %s', async (_, parts) => {
  const token = makeToken(key, parts)
  const told = await opened(token)
  const code = await outcome(verifier.verify(token))
  if ('code' in told) return expect(code).toBe(told.code)
  expect(code).toBe('accepted')
  const sent = sessionClaimsJson(await verifier.verify(token)) || '{}'
  const { rows } = await client.query('select $1::jsonb::text as session', [sent])
  expect(rows).toEqual([{ session: told.session }])
})
