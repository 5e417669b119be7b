import { createVerifier, type SignatureAlgorithm } from '@rowauth/core'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { outcome } from '../tokens.js'

const byDefault: readonly SignatureAlgorithm[] = ['RS256', 'ES256', 'EdDSA', 'Ed25519']
const onRequest: readonly SignatureAlgorithm[] = [
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES384',
  'ES512',
]

const pairs = new Map<string, ReturnType<typeof generateKeyPair>>()

/** The key pair of an algorithm, made once: RSA takes its time. */
function pairOf(alg: string): ReturnType<typeof generateKeyPair> {
  const pair = pairs.get(alg) ?? generateKeyPair(alg, { extractable: true })
  pairs.set(alg, pair)
  return pair
}

async function issue(alg: string, named = true) {
  const { privateKey, publicKey } = await pairOf(alg)
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', ...(named ? { alg } : {}) }
  const token = await new SignJWT({ sub: 'alice' }).setProtectedHeader({ alg, kid: 'k1' }).sign(privateKey)
  return { jwks: { keys: [jwk] }, token }
}

describe.each([true, false])('keys that name their algorithm: %j', (named) => {
  test.each(byDefault)('%s is accepted by default', async (alg) => {
    const { jwks, token } = await issue(alg, named)
    expect(await outcome(createVerifier({ jwks }).verify(token))).toBe('accepted')
  })

  test.each(onRequest)('%s is accepted on request only', async (alg) => {
    const { jwks, token } = await issue(alg, named)
    expect(await outcome(createVerifier({ jwks }).verify(token))).toBe('token_algorithm_not_allowed')
    expect(await outcome(createVerifier({ jwks, algorithms: [alg] }).verify(token))).toBe('accepted')
  })
})

test('an algorithm that is not in the list is refused, whatever the key', async () => {
  const { jwks, token } = await issue('RS256')
  expect(await outcome(createVerifier({ jwks, algorithms: ['ES256'] }).verify(token))).toBe(
    'token_algorithm_not_allowed',
  )
})

test('EdDSA and Ed25519 are two names of one algorithm', async () => {
  const { jwks, token } = await issue('Ed25519')
  expect(await outcome(createVerifier({ jwks, algorithms: ['EdDSA'] }).verify(token))).toBe('accepted')
  const old = await issue('EdDSA')
  expect(await outcome(createVerifier({ jwks: old.jwks, algorithms: ['Ed25519'] }).verify(old.token))).toBe(
    'accepted',
  )
})

test.each(['HS256', 'HS384', 'HS512', 'none', 'None', 'RSA-OAEP', 'dir', '', 'ES256K', 'constructor'])(
  '%j can never be configured',
  (alg) => {
    const algorithms = ['ES256', alg] as SignatureAlgorithm[]
    expect(() => createVerifier({ jwks: { keys: [] }, algorithms })).toThrow(TypeError)
  },
)

test('an empty list is refused', () => {
  expect(() => createVerifier({ jwks: { keys: [] }, algorithms: [] })).toThrow(TypeError)
})
