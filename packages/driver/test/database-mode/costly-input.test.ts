import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, himself, type Opened, open, standing, startBench, tried } from './support/bench.js'

/*
 * What is made to cost the server much is refused, and by a code that says so: not by an error of the parser, of
 * memory or of the stack. Each statement has five seconds, and needs a few milliseconds.
 */

let bench: Bench
let mallory: Opened
beforeAll(async () => {
  bench = await startBench()
  mallory = await bench.opened('mallory')
  await mallory.client.query('set local statement_timeout = 5000')
})
afterAll(() => bench?.close())

const base64url = (text: string) => Buffer.from(text).toString('base64url')
const signature = 'A'.repeat(86)
const header = () => base64url(JSON.stringify({ alg: 'ES256', kid: bench.kid }))
const withClaims = (claims: string) => `${header()}.${base64url(claims)}.${signature}`
const withHeader = (text: string) => `${base64url(text)}.${base64url('{"sub":"alice"}')}.${signature}`
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

const inputs: [string, string, () => string][] = [
  ['a token of a megabyte', 'token_too_large', () => `${header()}.${'A'.repeat(2 ** 20)}.${signature}`],
  ['a token of 64 megabytes', 'token_too_large', () => 'A'.repeat(2 ** 26)],
  ['a ticket of a megabyte', 'ticket_refused', () => `~${'0'.repeat(2 ** 20)}`],
  ['dots', 'token_malformed', () => '.'.repeat(16_000)],
  ['many parts', 'token_malformed', () => 'a.'.repeat(8_000)],
  ['one letter', 'token_malformed', () => 'a'.repeat(16_000)],
  ['spaces', 'token_malformed', () => ' '.repeat(16_000)],
  ['letters of four bytes', 'token_malformed', () => '\u{1f600}'.repeat(4_000)],
  [
    'a signature of 12 kB',
    'token_signature_invalid',
    () => `${header()}.${base64url('{"sub":"alice"}')}.${'A'.repeat(12_000)}`,
  ],
  [
    'a signature of one byte',
    'token_signature_invalid',
    () => `${header()}.${base64url('{"sub":"alice"}')}.AA`,
  ],
  ['claims in claims', 'token_malformed', () => withClaims(nested(2_000, '{"a":', '}'))],
  ['lists in lists', 'token_malformed', () => withClaims(nested(5_000, '[', ']'))],
  [
    'lists in lists in a claim',
    'token_signature_invalid',
    () => withClaims(`{"aud":${nested(5_000, '[', ']')}}`),
  ],
  ['open brackets', 'token_malformed', () => withClaims('['.repeat(11_000))],
  [
    'lists in a header',
    'token_malformed',
    () => withHeader(`{"alg":"ES256","typ":${nested(5_000, '[', ']')}}`),
  ],
  [
    'a key id of 11 kB',
    'token_key_not_found',
    () => withHeader(JSON.stringify({ alg: 'ES256', kid: 'k'.repeat(11_000) })),
  ],
  [
    'a key id of percent signs',
    'token_key_not_found',
    () => withHeader(JSON.stringify({ alg: 'ES256', kid: '%'.repeat(11_000) })),
  ],
  [
    'a key id that is a pattern',
    'token_key_not_found',
    () => withHeader(JSON.stringify({ alg: 'ES256', kid: '(a*)*'.repeat(2_000) })),
  ],
  [
    'an algorithm of 11 kB',
    'token_algorithm_not_allowed',
    () => withHeader(JSON.stringify({ alg: 'E'.repeat(11_000) })),
  ],
  [
    'many members of a header',
    'token_signature_invalid',
    () =>
      withHeader(
        `{"alg":"ES256","kid":"${bench.kid}"${Array.from({ length: 900 }, (_, n) => `,"m${n}":1`).join('')}}`,
      ),
  ],
  ['NUL in a claim', 'token_claims_invalid', () => withClaims('{"sub":"alice\\u0000"}')],
  ['NUL in a name', 'token_claims_invalid', () => withClaims('{"sub\\u0000":"alice"}')],
  ['half a letter', 'token_claims_invalid', () => withClaims('{"sub":"\\ud83d"}')],
  [
    'bytes that are no text',
    'token_malformed',
    () => `${header()}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.${signature}`,
  ],
  [
    'a byte that is NUL',
    'token_malformed',
    () => `${header()}.${Buffer.from('{"sub":"a\0"}').toString('base64url')}.${signature}`,
  ],
  ['exp of 131072 digits', 'token_signature_invalid', () => withClaims('{"sub":"alice","exp":1e131071}')],
  ['exp of more', 'token_claims_invalid', () => withClaims('{"sub":"alice","exp":1e400000}')],
  [
    'exp beyond all',
    'token_claims_invalid',
    () => withClaims('{"sub":"alice","exp":1e99999999999999999999}'),
  ],
  [
    'exp of 16000 places',
    'token_signature_invalid',
    () => withClaims('{"sub":"alice","exp":9000000000e-0,"nbf":1e-16000}'),
  ],
  ['exp of -1e131071', 'token_expired', () => withClaims('{"sub":"alice","exp":-1e131071}')],
  ['nbf of 131072 digits', 'token_not_active', () => withClaims('{"sub":"alice","nbf":1e131071}')],
  ['exp that is text', 'token_claims_invalid', () => withClaims('{"sub":"alice","exp":"9000000000"}')],
  ['exp that is null', 'token_claims_invalid', () => withClaims('{"sub":"alice","exp":null}')],
  ['exp that is a list', 'token_claims_invalid', () => withClaims('{"sub":"alice","exp":[9000000000]}')],
  ['exp that is NaN', 'token_malformed', () => withClaims('{"sub":"alice","exp":NaN}')],
  ['exp that is infinite', 'token_malformed', () => withClaims('{"sub":"alice","exp":Infinity}')],
  [
    'many numbers',
    'token_signature_invalid',
    () => withClaims(`{"sub":"alice","n":[${Array(1_200).fill('1e131071').join()}]}`),
  ],
  [
    'a number of 11000 digits',
    'token_signature_invalid',
    () => withClaims(`{"sub":"alice","exp":${'9'.repeat(11_000)}}`),
  ],
  [
    'the same name many times',
    'token_signature_invalid',
    () => withClaims(`{${Array(1_000).fill('"sub":"a"').join()}}`),
  ],
]

describe('refused in time', () => {
  it.each(inputs)('%s: %s', async (_, detail, make) => {
    const { client } = mallory
    const input = make()
    for (const call of ['auth.open_session($1)', 'auth.jwt_session_init($1)']) {
      await client.query('savepoint s')
      await expect(client.query(`select ${call}`, [input])).rejects.toMatchObject({
        code: '28000',
        detail: call.includes('init') && detail === 'ticket_refused' ? 'token_too_large' : detail,
      })
      await client.query('rollback to s')
    }
    expect(await standing(client)).toEqual(himself)
  })

  it.each([
    ['megabytes', () => 'x'.repeat(2 ** 24)],
    ['megabytes behind a seal', () => mallory.seal + ' '.repeat(2 ** 24)],
    ['lists in lists behind a code', () => mallory.seal.slice(0, 132) + '['.repeat(2 ** 20)],
  ])('a setting of %s', async (_, make) => {
    const { client } = mallory
    await client.query('savepoint s')
    await client.query("select set_config('rowauth.session', $1, true)", [make()])
    expect(await standing(client)).toEqual({ id: '28000', owners: '28000' })
    // And whoever opens next is not kept from it.
    expect(await tried(client, () => open(client, mallory.token))).toMatch(/^~/)
    expect(await standing(client)).toEqual(himself)
    await client.query('rollback to s')
  })

  it('a connection key of megabytes, where those are allowed', async () => {
    await bench.owner.query('select auth.allow_connection_jwk(true)')
    const { client, token } = await bench.opened('mallory')
    await client.query('set local statement_timeout = 5000')
    for (const key of [
      'x'.repeat(2 ** 24),
      `{"kty":"RSA","e":"AQAB","n":"${'A'.repeat(2 ** 22)}"}`,
      JSON.stringify({ kty: 'RSA', e: 'A'.repeat(4_000), n: '_'.repeat(683) }),
      JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }),
      JSON.stringify({ kty: 'EC', crv: 'P-256', x: '_'.repeat(43), y: '_'.repeat(43) }),
      nested(2 ** 20, '[', ']'),
    ]) {
      await client.query('savepoint s')
      await client.query("select set_config('pg_session_jwt.jwk', $1, true)", [key])
      await expect(client.query('select auth.init()')).rejects.toMatchObject({
        code: '28000',
        detail: 'token_key_not_found',
      })
      await client.query('rollback to s')
      await client.query("select set_config('pg_session_jwt.jwk', $1, true)", [key])
      await expect(client.query('select auth.open_session($1)', [token])).rejects.toMatchObject({
        code: '28000',
        detail: 'token_key_not_found',
      })
      await client.query('rollback to s')
    }
    await bench.owner.query('select auth.allow_connection_jwk(false)')
    expect(await standing(client)).toEqual(himself)
  })
})
