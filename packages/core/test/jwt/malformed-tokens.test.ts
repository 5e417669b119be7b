import { createVerifier } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { encode, makeKey, makeToken, outcome, signES256 } from '../tokens.js'

const key = makeKey('k1')
const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
const token = makeToken(key)
const [header = '', payload = '', signature = ''] = token.split('.')
const signed = (head: string, body: string) => `${head}.${body}.${signES256(key, `${head}.${body}`)}`

test('a well-formed token is accepted', async () => {
  const session = await verifier.verify(token)
  expect(session.claims.sub).toBe('alice')
  expect(session.expiresAt).toBe(session.claims.exp)
  expect(session.role).toBeUndefined()
})

describe('a token is three unpadded base64url parts and nothing else', () => {
  /** The same bytes, written with unused bits that are not zero. */
  const respelled = (part: string) => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    return part.slice(0, -1) + alphabet[alphabet.indexOf(part.slice(-1)) + 1]
  }

  test.each<[string, string]>([
    ['words', 'not a token'],
    ['one part', header],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${token}.${signature}`],
    ['five parts', `${token}.a.b`],
    ['an empty header', `.${payload}.${signature}`],
    ['an empty payload', `${header}..${signature}`],
    ['an empty signature', `${header}.${payload}.`],
    ['only dots', '..'],
    ['a scheme', `Bearer ${token}`],
    ['a leading space', ` ${token}`],
    ['a trailing space', `${token} `],
    ['a trailing newline', `${token}\n`],
    ['a newline between parts', `${header}.\n${payload}.${signature}`],
    ['padding', `${token}==`],
    ['a NUL', `${token}\u0000`],
    ['a wide character', `${header}.${payload}.${signature.slice(0, -1)}Ā`],
    [
      'the alphabet of base64',
      signed(
        Buffer.from('{"alg":"ES256","kid":"k1","a":"???>>>"}').toString('base64').replace(/=+$/, ''),
        payload,
      ),
    ],
    ['a length no base64 has', signed(header, `${encode('{"sub":"alice","a":1}')}A`)],
    ['another spelling of the same signature', `${header}.${payload}.${respelled(signature)}`],
    ['a percent-encoded dot', token.replaceAll('.', '%2E')],
  ])('%s', async (_, malformed) => {
    expect(await outcome(verifier.verify(malformed))).toBe('token_malformed')
  })

  test('another spelling of the same payload', async () => {
    const body = encode('{"sub":"alice","n":1}x'.slice(0, -1))
    expect(body.length % 4).not.toBe(1)
    const padded = encode('{"sub":"alice"}    ')
    expect(padded.length % 4).toBe(2)
    expect(await outcome(verifier.verify(signed(header, padded)))).toBe('accepted')
    expect(await outcome(verifier.verify(signed(header, respelled(padded))))).toBe('token_malformed')
  })
})

describe('header and payload are JSON objects', () => {
  test.each(['', 'null', '[]', '"text"', '1', '{', '{"alg":"ES256"', '\ufeff{"alg":"ES256"}'])(
    'header %j',
    async (text) => {
      expect(await outcome(verifier.verify(signed(encode(text), payload)))).toBe('token_malformed')
    },
  )

  test.each(['null', '[{"sub":"alice"}]', '"alice"', '1', '{"sub":', '\ufeff{"sub":"alice"}'])(
    'payload %j',
    async (text) => {
      expect(await outcome(verifier.verify(makeToken(key, { payload: text })))).toBe('token_malformed')
    },
  )

  test('a payload that is no UTF-8', async () => {
    const bytes = new Uint8Array([...Buffer.from('{"sub":"'), 0xc3, 0x28, ...Buffer.from('"}')])
    expect(await outcome(verifier.verify(makeToken(key, { payload: bytes })))).toBe('token_malformed')
  })

  test.each([
    ['no alg', { alg: undefined }],
    ['a numeric alg', { alg: 256 }],
    ['a list as alg', { alg: ['ES256'] }],
    ['a numeric kid', { kid: 1 }],
    ['a null kid', { kid: null }],
    ['a numeric typ', { typ: 1 }],
  ])('%s', async (_, part) => {
    expect(await outcome(verifier.verify(makeToken(key, { header: part })))).toBe('token_malformed')
  })
})

describe('what is no string is a programming error', () => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['an object', { token }],
    ['a String object', new String(token)],
    ['an array', [token]],
  ])('%s', async (_, value) => {
    const verify: (value: unknown) => Promise<unknown> = verifier.verify as never
    const call = verify(value)
    expect(call).toBeInstanceOf(Promise)
    expect(await outcome(call)).toBe('TypeError')
  })

  test('an empty string is a missing token', async () => {
    expect(await outcome(verifier.verify(''))).toBe('token_missing')
  })
})

describe('row 26: size is checked before anything is decoded', () => {
  test('a token of 100 MB', async () => {
    const huge = `${header}.${'A'.repeat(100 * 1024 * 1024)}.${signature}`
    expect(await outcome(verifier.verify(huge))).toBe('token_too_large')
  })

  test('a long text that is no token at all', async () => {
    expect(await outcome(verifier.verify(' '.repeat(20_000)))).toBe('token_too_large')
  })

  test('a signed token with a large claim', async () => {
    const large = makeToken(key, { claims: { blob: 'x'.repeat(20_000) } })
    expect(await outcome(verifier.verify(large))).toBe('token_too_large')
    const roomy = createVerifier({ jwks: { keys: [key.publicJwk] }, maxTokenBytes: 32_768 })
    expect(await outcome(roomy.verify(large))).toBe('accepted')
  })

  test('the limit is exact', async () => {
    const atLimit = createVerifier({ jwks: { keys: [key.publicJwk] }, maxTokenBytes: token.length })
    const belowLimit = createVerifier({ jwks: { keys: [key.publicJwk] }, maxTokenBytes: token.length - 1 })
    expect(await outcome(atLimit.verify(token))).toBe('accepted')
    expect(await outcome(belowLimit.verify(token))).toBe('token_too_large')
  })
})
