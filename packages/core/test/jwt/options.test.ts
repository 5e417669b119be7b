import { createVerifier, type VerifierOptions } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const jwks = { keys: [] }

describe('options that cannot be meant are refused when the verifier is made', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a URL in place of options', 'https://issuer.example/jwks.json'],
    ['no keys', {}],
    ['null as keys', { jwks: null }],
    ['a single JWK as keys', { jwks: { kty: 'EC' } }],
    ['a list as keys', { jwks: [] }],
    ['an empty address', { jwks: '' }],
    ['a relative address', { jwks: '/jwks.json' }],
    ['an http address', { jwks: 'http://issuer.example/jwks.json' }],
    [
      'an http address that begins like a loopback one',
      { jwks: 'http://localhost.issuer.example/jwks.json' },
    ],
    ['an http address with a loopback user name', { jwks: 'http://localhost@issuer.example/jwks.json' }],
    ['an http address of a private network', { jwks: 'http://10.0.0.1/jwks.json' }],
    ['an address with credentials', { jwks: 'https://user:secret@issuer.example/jwks.json' }],
    ['a file', { jwks: 'file:///etc/jwks.json' }],
    ['a data URL', { jwks: new URL('data:application/json,{"keys":[]}') }],
    ['an empty issuer', { jwks, issuer: '' }],
    ['no issuers', { jwks, issuer: [] }],
    ['an issuer that is no string', { jwks, issuer: [undefined] }],
    ['an empty audience', { jwks, audience: '' }],
    ['no audiences', { jwks, audience: [] }],
    ['an audience among empty ones', { jwks, audience: ['app', ''] }],
    ['null as audience', { jwks, audience: null }],
    ['a negative tolerance', { jwks, clockTolerance: -1 }],
    ['an endless tolerance', { jwks, clockTolerance: Number.POSITIVE_INFINITY }],
    ['a tolerance as text', { jwks, clockTolerance: '30' }],
    ['a tolerance that is no number', { jwks, clockTolerance: Number.NaN }],
    ['a size limit of 0', { jwks, maxTokenBytes: 0 }],
    ['no size limit', { jwks, maxTokenBytes: Number.POSITIVE_INFINITY }],
    ['a cache of nothing', { jwks, cache: { max: 0 } }],
    ['an endless cache', { jwks, cache: { max: Number.POSITIVE_INFINITY } }],
    ['a cache without a size', { jwks, cache: {} }],
    ['true as cache', { jwks, cache: true }],
    ['required claims without a name', { jwks, requiredClaims: [''] }],
    ['a refresh more often than unknown keys are asked for', { jwks, refreshInterval: 29 }],
    ['a refresh after keys have ceased to serve', { jwks, refreshInterval: 3601 }],
    ['a refresh at a time that is no number', { jwks, refreshInterval: Number.NaN }],
    ['something else as fetch', { jwks, fetch: 'fetch' }],
  ])('%s', (_, options) => {
    expect(() => createVerifier(options as VerifierOptions)).toThrow(TypeError)
  })
})

describe('addresses of keys', () => {
  test.each([
    'https://issuer.example/jwks.json',
    'https://issuer.example:8443/jwks.json?client=1',
    'http://localhost:3000/jwks.json',
    'http://127.0.0.1/jwks.json',
    'http://127.1.2.3:81/jwks.json',
    'http://[::1]:3000/jwks.json',
  ])('%s', (address) => {
    expect(createVerifier({ jwks: address })).toHaveProperty('verify')
    expect(createVerifier({ jwks: new URL(address) })).toHaveProperty('verify')
  })

  test('no key is fetched before there is a token', () => {
    const fetch = () => {
      throw new Error('fetched')
    }
    expect(() => createVerifier({ jwks: 'https://issuer.example/jwks.json', fetch })).not.toThrow()
  })
})

test('verify can be handed around without its verifier', async () => {
  const key = makeKey('k1')
  const { verify } = createVerifier({ jwks: { keys: [key.publicJwk] } })
  expect(await outcome(verify(makeToken(key)))).toBe('accepted')
})

test('a static JWKS is read once', async () => {
  const key = makeKey('k1')
  const other = makeKey('k1')
  const keys = [key.publicJwk]
  const verifier = createVerifier({ jwks: { keys }, cache: false })
  keys[0] = other.publicJwk
  expect(await outcome(verifier.verify(makeToken(key)))).toBe('accepted')
  expect(await outcome(verifier.verify(makeToken(other)))).toBe('token_signature_invalid')
})
