import { inspect } from 'node:util'
import { AuthError, createVerifier, type VerifierOptions } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { encode, makeKey, makeToken, signES256 } from '../tokens.js'

const marker = 'marker-4711'
const key = makeKey('k1')
const jwks = { keys: [key.publicJwk] }
const marked = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  makeToken(key, { header, claims: { sub: marker, email: marker, iss: marker, aud: marker, ...claims } })

let endpoint: JwksEndpoint
beforeAll(async () => {
  endpoint = await startJwksEndpoint()
  endpoint.answerWith(500, '')
})
afterAll(() => endpoint.close())

/** Everything that a logger might make of an error. */
function everything(error: unknown): string {
  const texts = [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), String(error)]
  for (let at = error; at instanceof Error; at = at.cause) {
    texts.push(at.message, at.stack ?? '', JSON.stringify(at, Object.getOwnPropertyNames(at)))
  }
  return texts.join('\n')
}

describe('row 19: no error holds the token or a claim', () => {
  const unsigned = marked().split('.').slice(0, 2).join('.')
  const markedPayload = encode(`{"sub":"${marker}`)
  const header = encode(JSON.stringify({ alg: 'ES256', kid: 'k1' }))

  test.each<[string, string, Partial<VerifierOptions>]>([
    ['token_malformed', `${marked()} `, {}],
    ['token_malformed', `${header}.${markedPayload}.${signES256(key, `${header}.${markedPayload}`)}`, {}],
    ['token_malformed', marked({}, { typ: 1, x: marker }), {}],
    ['token_too_large', marked({ blob: marker.repeat(3000) }), {}],
    ['token_algorithm_not_allowed', marked({}, { alg: 'HS256' }), {}],
    ['token_key_not_found', marked({}, { kid: 'k9' }), {}],
    ['token_claims_invalid', marked({}, { typ: marker }), {}],
    ['token_signature_invalid', `${unsigned}.${encode(new Uint8Array(64))}`, {}],
    ['token_issuer_mismatch', marked(), { issuer: 'a' }],
    ['token_audience_mismatch', marked(), { audience: 'a' }],
    ['token_expired', marked({ exp: 4711 }), {}],
    ['token_not_active', marked({ nbf: 99_999_999_999 }), {}],
    ['token_claims_invalid', marked({ exp: marker }), {}],
    ['token_claims_invalid', marked({ sub: `${marker}\u0000` }), {}],
    ['token_claims_invalid', marked({ [`${marker}\u0000`]: marker }), {}],
    ['token_claims_invalid', marked(), { requiredClaims: ['tenant'] }],
  ])('%s', async (code, token, options) => {
    const error: unknown = await createVerifier({ jwks, ...options })
      .verify(token)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ code })
    const text = everything(error)
    expect(text).not.toContain(marker)
    for (const part of token.trim().split('.')) expect(text).not.toContain(part)
  })

  test('jwks_unavailable keeps the cause of the failure and nothing else', async () => {
    const token = marked()
    const error: unknown = await createVerifier({ jwks: endpoint.url })
      .verify(token)
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'jwks_unavailable', status: 503 })
    expect((error as AuthError).cause).toBeInstanceOf(Error)
    expect(everything(error)).not.toContain(marker)
    expect(everything(error)).not.toContain(token)
  })

  test('jwks_unavailable does not quote an address that was made of `iss`', async () => {
    const verifier = createVerifier({
      issuer: () => true,
      jwks: (iss) => `https://${iss}.invalid/${iss}.json`,
    })
    const error: unknown = await verifier.verify(marked()).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'jwks_unavailable' })
    expect((error as AuthError).cause).toMatchObject({
      message: expect.stringMatching(/^The JWKS endpoint cannot be reached \([A-Z_]+\)\.$/),
    })
    expect(everything(error)).not.toContain(marker)
  })

  test('a missing required claim is named', async () => {
    const call = createVerifier({ jwks, requiredClaims: ['tenant'] }).verify(marked())
    await expect(call).rejects.toThrow('"tenant"')
  })
})

test('a session shows its claims but not its token', async () => {
  const token = marked()
  const session = await createVerifier({ jwks }).verify(token)
  const signature = token.slice(token.lastIndexOf('.') + 1)
  expect(JSON.stringify(session)).toContain(marker)
  expect(JSON.stringify(session)).not.toContain(signature)
  expect(inspect(session, { depth: 10 })).not.toContain(signature)
  expect(Object.keys({ ...session })).toEqual(['claims', 'expiresAt'])
})
