import { bearerToken, createVerifier } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const token = makeToken(key)

test.each([
  `Bearer ${token}`,
  `bearer ${token}`,
  `BEARER ${token}`,
  `Bearer   ${token}`,
  ` \tBearer ${token}`,
])('the token follows the scheme: %#', (header) => {
  expect(bearerToken(header)).toBe(token)
  expect(bearerToken(new Headers({ authorization: header }))).toBe(token)
  expect(bearerToken({ get: () => header } as unknown as Headers)).toBe(token)
})

describe('nobody claims to be anybody', () => {
  test.each([
    null,
    // As Node, Express and Hono give a header that is not there.
    undefined,
    '',
    'Basic YWxpY2U6c2VjcmV0',
    'Digest a="b"',
    'Bearerish abc',
    'Bearer-x abc',
    'Negotiate',
  ])('%j', (header) => {
    expect(bearerToken(header)).toBeNull()
  })

  test('no header', () => {
    expect(bearerToken(new Headers())).toBeNull()
  })
})

describe('a broken header never makes an anonymous visitor', () => {
  const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })

  test.each([
    'Bearer',
    'Bearer ',
    `Bearer\t${token}`,
    `Bearer:${token}`,
    `Bearer=${token}`,
    `Bearer,${token}`,
    `Bearer "${token}"`,
    `Bearer ${token} `,
    `Bearer ${token}, Bearer ${token}`,
    `Bearer ${token} ${token}`,
    `Bearer Bearer ${token}`,
  ])('%#', async (header) => {
    const found = bearerToken(header)
    expect(found).toBeTypeOf('string')
    expect(['token_missing', 'token_malformed']).toContain(await outcome(verifier.verify(found ?? token)))
  })

  test('two headers', async () => {
    const headers = new Headers({ authorization: `Bearer ${token}` })
    headers.append('authorization', `Bearer ${token}`)
    expect(await outcome(verifier.verify(bearerToken(headers) ?? token))).toBe('token_malformed')
  })
})

test.each([1, {}, [], true])('%j is a TypeError', (value) => {
  const call: (value: unknown) => unknown = bearerToken as never
  expect(() => call(value)).toThrow(TypeError)
})

test('long white space takes no time to speak of', () => {
  expect(bearerToken(`Bearer ${' '.repeat(1_000_000)}x`)).toBe('x')
  expect(bearerToken(`${' '.repeat(1_000_000)}x`)).toBeNull()
})
