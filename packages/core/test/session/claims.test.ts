import { AuthError, trustClaims } from '@rowauth/core'
import { sessionClaimsJson } from '@rowauth/core/internal'
import { describe, expect, test } from 'vitest'

const codeOf = (claims: unknown) => {
  try {
    trustClaims(claims as Record<string, unknown>)
  } catch (error) {
    return error instanceof AuthError ? error.code : (error as Error).name
  }
  return 'accepted'
}

describe('row 12: claims that Postgres cannot hold are refused before any SQL', () => {
  test.each<[string, unknown]>([
    ['U+0000 in a value', { sub: 'a\u0000' }],
    ['U+0000 in a name', { 'a\u0000': 1 }],
    ['U+0000 in a list', { a: ['\u0000'] }],
    ['U+0000 deep inside', { a: [{ b: { c: [[{ d: '\u0000' }]] } }] }],
    ['U+0000 in a deep name', { a: [{ b: { '\u0000': null } }] }],
    ['a high surrogate', { sub: 'a\ud800' }],
    ['a low surrogate', { sub: '\udfffa' }],
    ['swapped surrogates', { sub: '\udc00\ud800' }],
    ['a surrogate in a name', { a: { '\udbff': 1 } }],
    ['U+0000 that toJSON brings', { a: { toJSON: () => '\u0000' } }],
    ['U+0000 in a String object', { a: new String('\u0000') }],
    ['101 levels', JSON.parse(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`)],
    ['NaN', { a: [Number.NaN] }],
    ['Infinity', { a: { b: Number.POSITIVE_INFINITY } }],
    ['minus Infinity', { a: Number.NEGATIVE_INFINITY }],
    ['a Number object of NaN', { a: new Number(Number.NaN) }],
    ['NaN that toJSON brings', { a: { toJSON: () => Number.NaN } }],
  ])('%s', (_, claims) => {
    expect(codeOf(claims)).toBe('token_claims_invalid')
  })
})

test('an empty `sub` is refused: `user?.id ?? ""` is a fault, and nobody\'s name', () => {
  expect(codeOf({ sub: '' })).toBe('token_claims_invalid')
  expect(codeOf({ sub: new String('') })).toBe('token_claims_invalid')
  expect(codeOf({ sub: '', role: 'x' })).toBe('token_claims_invalid')
})

test('100 levels are taken', () => {
  expect(codeOf(JSON.parse(`{"a":${'['.repeat(99)}${']'.repeat(99)}}`))).toBe('accepted')
})

describe('what is no JSON object is refused', () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'sub'],
    ['a list', [{ sub: 'alice' }]],
    ['a function', () => ({})],
    ['a promise, which JSON makes an empty object of', Promise.resolve({ sub: 'alice' })],
    ['a Map, too', new Map([['sub', 'alice']])],
    ['a cycle', cycle],
    ['a bigint', { n: 1n }],
    ['an object that becomes a string', { toJSON: () => 'alice' }],
    ['an object that becomes a list', { toJSON: () => ['alice'] }],
    ['an object that becomes nothing', { toJSON: () => undefined }],
    ['a depth that no stack holds', JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)],
  ])('%s', (_, claims) => {
    expect(codeOf(claims)).toBe('token_claims_invalid')
  })
})

test('row 14: text that is dangerous in SQL is kept to the letter', () => {
  const sub = `'; drop table todos; -- $$ $1 \\ " \n\t\r \u0001 \u007f 😀 \u2028 \ufeff \ufffd`
  const session = trustClaims({ sub, [sub]: { [sub]: [sub] } })
  expect(JSON.parse(sessionClaimsJson(session))).toEqual({ sub, [sub]: { [sub]: [sub] } })
  expect(session.claims).toEqual({ sub, [sub]: { [sub]: [sub] } })
})

test('a claim named __proto__ is a claim', () => {
  const session = trustClaims(JSON.parse('{"__proto__":{"admin":true}}'))
  expect(sessionClaimsJson(session)).toBe('{"__proto__":{"admin":true}}')
  expect(Object.hasOwn(session.claims, '__proto__')).toBe(true)
  expect(session.claims.admin).toBeUndefined()
})

describe('whole numbers that JavaScript rounds', () => {
  test.each([
    ['at the top', '{"tenant":9007199254740993}'],
    ['nested', '{"o":[{"id":-9007199254740993}]}'],
    ['written as a power', '{"tenant":1e21}'],
  ])('are refused, so that no two ids become one: %s', (_, json) => {
    expect(codeOf(JSON.parse(json))).toBe('token_claims_invalid')
  })

  test('others are left alone', () => {
    const json = '{"a":9007199254740991,"b":-1.5,"c":0}'
    expect(sessionClaimsJson(trustClaims(JSON.parse(json)))).toBe(json)
  })
})
