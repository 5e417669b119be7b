import { inspect } from 'node:util'
import { createIssuer, createVerifier, generateSigningKey, type IssuerOptions } from '@rowauth/core'
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWK } from 'jose'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { outcome } from '../tokens.js'

const now = 1_800_000_000
let privateJwk: JWK
let publicJwk: JWK

beforeAll(async () => {
  ;({ privateJwk, publicJwk } = await generateSigningKey())
})
afterEach(() => {
  vi.useRealTimers()
})

describe('sign', () => {
  test.each(['ES256', 'RS256', 'EdDSA'] as const)('makes tokens that a verifier accepts: %s', async (alg) => {
    const issuer = createIssuer({ ...(await generateSigningKey({ alg })), issuer: 'app', audience: 'db' })
    const verifier = createVerifier({
      jwks: issuer.jwks,
      issuer: 'app',
      audience: 'db',
      requiredClaims: ['exp', 'iat'],
    })
    const session = await verifier.verify(await issuer.sign({ sub: 'alice', org: { id: 'o1' } }))
    expect(session.claims).toMatchObject({ sub: 'alice', org: { id: 'o1' }, iss: 'app', aud: 'db' })
  })

  test('fills in header and standard claims', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 + 900 })
    const token = await createIssuer({ privateJwk, issuer: 'app', audience: ['a', 'b'] }).sign({
      sub: 'alice',
    })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: publicJwk.kid, typ: 'JWT' })
    expect(decodeJwt(token)).toEqual({ iss: 'app', aud: ['a', 'b'], iat: now, exp: now + 900, sub: 'alice' })
  })

  test('leaves out what is not configured', async () => {
    const claims = decodeJwt(await createIssuer({ privateJwk, expiresIn: 60 }).sign({}))
    expect(Object.keys(claims)).toEqual(['iat', 'exp'])
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60)
  })

  test('keeps what the claims bring themselves', async () => {
    const own = { iss: 'i', aud: 'a', iat: 1, exp: 2, nbf: 3 }
    expect(decodeJwt(await createIssuer({ privateJwk, issuer: 'app', audience: 'db' }).sign(own))).toEqual(
      own,
    )
  })

  test('row 12: refuses claims that Postgres cannot hold', async () => {
    const issuer = createIssuer({ privateJwk })
    const refused: unknown[] = [
      { sub: '\u0000' },
      { sub: '\ud83d' },
      { '\u0000': 1 },
      { n: 1n },
      null,
      'alice',
      ['alice'],
    ]
    for (const claims of refused) {
      expect(await outcome(issuer.sign(claims as Record<string, unknown>))).toBe('token_claims_invalid')
    }
  })
})

describe('the private key stays private', () => {
  test('nothing shows it', () => {
    const issuer = createIssuer({ privateJwk })
    const shown = [
      inspect(issuer, { depth: 10, showHidden: true }),
      JSON.stringify(issuer),
      JSON.stringify(issuer.jwks),
    ]
    for (const text of shown) expect(text).not.toContain(String(privateJwk.d))
  })

  test('the JWKS holds the public members of a private RSA key only', async () => {
    const rsa = await generateSigningKey({ alg: 'RS256' })
    const { jwks } = createIssuer({ privateJwk: { ...rsa.privateJwk, secret: 'x' } as JWK })
    expect(jwks).toEqual({ keys: [rsa.publicJwk] })
  })

  test('the JWKS cannot be changed from outside', () => {
    const { jwks } = createIssuer({ privateJwk })
    expect(() => jwks.keys.push(publicJwk)).toThrow(TypeError)
    expect(() => Object.assign(jwks.keys[0] ?? {}, { kid: 'other' })).toThrow(TypeError)
  })
})

describe('keys', () => {
  const refuse = (key: unknown) => expect(() => createIssuer({ privateJwk: key as JWK })).toThrow(TypeError)

  test('without a private member, symmetric, weak, incomplete or for something else are refused', async () => {
    const weak = await exportJWK((await generateKeyPair('RSA-OAEP', { extractable: true })).privateKey)
    refuse(undefined)
    refuse('key')
    refuse(publicJwk)
    refuse({ kty: 'oct', k: 'c2VjcmV0' })
    refuse({ kty: 'oct', k: 'c2VjcmV0', d: 'c2VjcmV0' })
    refuse({ ...privateJwk, y: undefined })
    refuse({ ...privateJwk, use: 'enc' })
    refuse({ ...privateJwk, alg: 'RS256' })
    refuse({ ...privateJwk, alg: 'HS256' })
    refuse({ ...privateJwk, alg: 'none' })
    refuse({ ...privateJwk, kid: 1 })
    refuse({ ...weak, n: String(weak.n).slice(0, 100) })
    refuse({ kty: 'OKP', crv: 'X25519', x: 'AA', d: 'AA' })
  })

  test('without algorithm and key id are used as their type says', async () => {
    const { alg: _alg, kid: _kid, use: _use, ...bare } = privateJwk
    const issuer = createIssuer({ privateJwk: bare as JWK })
    const token = await issuer.sign({ sub: 'alice' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT' })
    expect(await outcome(createVerifier({ jwks: issuer.jwks }).verify(token))).toBe('accepted')
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '900'])(
    'a lifetime of %j is refused',
    (expiresIn) => {
      expect(() => createIssuer({ privateJwk, expiresIn } as IssuerOptions)).toThrow(TypeError)
    },
  )
})

describe('handler', () => {
  const ask = (method: string) =>
    createIssuer({ privateJwk }).handler(new Request('https://app.example/jwks', { method }))

  test('GET answers with the JWKS, for everyone and for five minutes', async () => {
    const response = await ask('GET')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({ keys: [publicJwk] })
  })

  test('HEAD answers alike, without a body', async () => {
    const response = await ask('HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('content-length')).toBe(String(JSON.stringify({ keys: [publicJwk] }).length))
    expect(await response.text()).toBe('')
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not allowed', async (method) => {
    const response = await ask(method)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await response.text()).toBe('')
  })

  test('a verifier takes its keys from the handler', async () => {
    const issuer = createIssuer({ privateJwk })
    const verifier = createVerifier({
      jwks: 'https://app.example/jwks',
      fetch: (input, init) => issuer.handler(new Request(input, init)),
    })
    expect(await outcome(verifier.verify(await issuer.sign({ sub: 'alice' })))).toBe('accepted')
  })
})
