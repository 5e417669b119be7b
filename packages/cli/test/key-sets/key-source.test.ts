import { expect, test } from 'vitest'
import { readKeySource } from '../../src/key-sets/key-source.js'

test('a preset says where the keys are and what tokens say', () => {
  expect(readKeySource({ provider: 'clerk', option: { domain: 'clerk.example.com' } })).toEqual({
    jwks: 'https://clerk.example.com/.well-known/jwks.json',
    issuers: ['https://clerk.example.com'],
    audience: null,
    algorithms: ['RS256'],
  })
  const { issuers, audience } = readKeySource({ provider: 'google', audience: ['one', 'two'] })
  expect(issuers).toEqual(['https://accounts.google.com', 'accounts.google.com'])
  expect(audience).toEqual(['one', 'two'])
})

test('what the command line says comes before it', () => {
  const option = { projectRef: 'abc' }
  const source = { provider: 'supabase', option, issuer: ['https://a.example'], algorithm: ['ES256'] }
  expect(readKeySource(source)).toMatchObject({
    ...{ issuers: ['https://a.example'], audience: ['authenticated'], algorithms: ['ES256'] },
  })
})

test('an address alone pins nothing', () => {
  expect(readKeySource({ jwks: 'keys.json' })).toEqual({
    ...{ jwks: 'keys.json', issuers: [null], audience: null, algorithms: undefined },
  })
})

test.each([
  [{}],
  [{ jwks: 'keys.json', option: { domain: 'a.example' } }],
  [{ provider: 'clerk' }],
  [{ provider: 'google' }],
  [{ provider: 'constructor' }],
  [{ provider: 'toString' }],
])('%j is refused', (options) => {
  expect(() => readKeySource(options)).toThrow(expect.objectContaining({ code: 'usage' }))
})
