import { createVerifier } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { makeKey, makeToken, outcome } from '../tokens.js'

const keyA = makeKey('k1')
const keyB = makeKey('k1')
let endpointA: JwksEndpoint
let endpointB: JwksEndpoint

beforeAll(async () => {
  endpointA = await startJwksEndpoint(keyA.publicJwk)
  endpointB = await startJwksEndpoint(keyB.publicJwk)
})
afterAll(async () => {
  await endpointA.close()
  await endpointB.close()
})

let before: readonly [number, number]
beforeEach(() => {
  before = [endpointA.requests, endpointB.requests]
})
const fetched = () => [endpointA.requests - before[0], endpointB.requests - before[1]]

const makeVerifier = () =>
  createVerifier([
    { jwks: endpointA.url, issuer: ['a', 'a2'], audience: 'app' },
    { jwks: endpointB.url, issuer: 'b', algorithms: ['ES256'], requiredClaims: ['tenant'] },
  ])

test('each token is checked with the keys of its issuer only', async () => {
  const verifier = makeVerifier()
  expect(await outcome(verifier.verify(makeToken(keyA, { claims: { iss: 'a', aud: 'app' } })))).toBe(
    'accepted',
  )
  expect(await outcome(verifier.verify(makeToken(keyA, { claims: { iss: 'a2', aud: 'app' } })))).toBe(
    'accepted',
  )
  expect(fetched()).toEqual([1, 0])
  expect(await outcome(verifier.verify(makeToken(keyB, { claims: { iss: 'b', tenant: 1 } })))).toBe(
    'accepted',
  )
  expect(fetched()).toEqual([1, 1])
  expect(await outcome(verifier.verify(makeToken(keyA, { claims: { iss: 'b', tenant: 1 } })))).toBe(
    'token_signature_invalid',
  )
  expect(await outcome(verifier.verify(makeToken(keyB, { claims: { iss: 'a', aud: 'app' } })))).toBe(
    'token_signature_invalid',
  )
})

test('each token is checked with the rules of its issuer', async () => {
  const verifier = makeVerifier()
  expect(await outcome(verifier.verify(makeToken(keyA, { claims: { iss: 'a', tenant: 1 } })))).toBe(
    'token_audience_mismatch',
  )
  expect(await outcome(verifier.verify(makeToken(keyB, { claims: { iss: 'b', aud: 'app' } })))).toBe(
    'token_claims_invalid',
  )
})

test.each([undefined, null, 'c', '', '__proto__', 'constructor', ['a'], 'A'])(
  'the issuer %j is unknown and nothing is fetched',
  async (iss) => {
    const token = makeToken(keyA, { claims: { iss, aud: 'app' } })
    expect(await outcome(makeVerifier().verify(token))).toBe('token_issuer_mismatch')
    expect(fetched()).toEqual([0, 0])
  },
)

test('an issuer may take longer tokens than another', async () => {
  const verifier = createVerifier([
    { jwks: { keys: [keyA.publicJwk] }, issuer: 'a', maxTokenBytes: 1000 },
    { jwks: { keys: [keyB.publicJwk] }, issuer: 'b', maxTokenBytes: 2000 },
  ])
  const blob = 'x'.repeat(900)
  expect(await outcome(verifier.verify(makeToken(keyA, { claims: { iss: 'a', blob } })))).toBe(
    'token_too_large',
  )
  expect(await outcome(verifier.verify(makeToken(keyB, { claims: { iss: 'b', blob } })))).toBe('accepted')
})

test('remembered tokens stay with their issuer', async () => {
  const verifier = makeVerifier()
  const tokenA = makeToken(keyA, { claims: { iss: 'a', aud: 'app' } })
  const tokenB = makeToken(keyB, { claims: { iss: 'b', tenant: 1 } })
  const sessions = [await verifier.verify(tokenA), await verifier.verify(tokenB)]
  expect([await verifier.verify(tokenA), await verifier.verify(tokenB)]).toEqual(sessions)
  expect(await verifier.verify(tokenB)).toBe(sessions[1])
})

test('issuers must be named and distinct', () => {
  const jwks = { keys: [keyA.publicJwk] }
  expect(() => createVerifier([])).toThrow(TypeError)
  expect(() => createVerifier([{ jwks }])).toThrow(TypeError)
  expect(() => createVerifier([{ jwks, issuer: 'a' }, { jwks }])).toThrow(TypeError)
  expect(() =>
    createVerifier([
      { jwks, issuer: 'a' },
      { jwks, issuer: ['b', 'a'] },
    ]),
  ).toThrow(TypeError)
})
