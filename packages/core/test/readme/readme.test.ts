import { createIssuer, createVerifier, generateSigningKey, type Issuer } from '@rowauth/core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const claims = { issuer: 'https://issuer.example', audience: 'my-api' }

let issuer: Issuer
let forger: Issuer
let asked: string[]
beforeAll(async () => {
  issuer = createIssuer({
    ...claims,
    privateJwk: (await generateSigningKey({ alg: 'RS256', kid: 'one' })).privateJwk,
  })
  forger = createIssuer({
    ...claims,
    privateJwk: (await generateSigningKey({ alg: 'RS256', kid: 'one' })).privateJwk,
  })
  asked = []
  // The page's addresses are examples: the issuer's own handler answers for them.
  vi.stubGlobal('fetch', async (input: string | URL, init?: RequestInit) => {
    const request = new Request(input, { headers: init?.headers ?? {} })
    asked.push(request.url)
    return await issuer.handler(request)
  })
})
afterAll(() => {
  vi.unstubAllGlobals()
})

it('tells who is asking, and why a token is refused', async () => {
  const { whoIs } = await import('./verify.js')
  const asks = (token?: string) =>
    whoIs(
      new Request('http://localhost/', {
        headers: token === undefined ? [] : [['authorization', `Bearer ${token}`]],
      }),
    )
  expect(await asks()).toBe('a visitor')
  expect(await asks(await issuer.sign({ sub: 'alice' }))).toBe('alice')
  expect(await asks(await forger.sign({ sub: 'alice' }))).toBe(
    'refused: token_signature_invalid, HTTP status 401',
  )
  expect(await asks(await issuer.sign({ sub: 'alice', exp: 1 }))).toBe(
    'refused: token_expired, HTTP status 401',
  )
  expect(asked).toEqual(['https://issuer.example/.well-known/jwks.json'])
})

it('accepts the tokens of the tenant that the preset names, and no others', async () => {
  const { verifier } = await import('./provider.js')
  const token = await issuer.sign({ sub: 'alice', iss: 'https://example.eu.auth0.com/' })
  expect((await verifier.verify(token)).claims.sub).toBe('alice')
  await expect(verifier.verify(await issuer.sign({ sub: 'alice' }))).rejects.toMatchObject({
    code: 'token_issuer_mismatch',
  })
})

it('takes the realms of all customers, each with its own keys, and the claims that are wanted', async () => {
  const { verifier } = await import('./customers.js')
  const token = (iss: string) => issuer.sign({ iss, sub: 'alice', organization: ['a'], picture: 'x' })
  const session = await verifier.verify(await token('https://id.example.com/realms/acme'))
  expect(session.claims).toMatchObject({ sub: 'alice', organization: ['a'] })
  expect(session.claims).not.toHaveProperty('picture')
  expect(asked).toContain('https://id.example.com/realms/acme/protocol/openid-connect/certs')
  const { length } = asked
  const others = ['/realms/', '/realms/master', '/realms/acme/', '/realms/acme/../master']
  const strangers = [
    ...others.map((path) => `https://id.example.com${path}`),
    'https://evil.example/realms/acme',
  ]
  for (const iss of strangers) {
    await expect(verifier.verify(await token(iss))).rejects.toMatchObject({ code: 'token_issuer_mismatch' })
  }
  expect(asked).toHaveLength(length)
})

it('issues tokens that its own JWKS verifies', async () => {
  const { GET, token } = await import('./issue.js')
  const response = await GET(new Request('https://app.example/jwks.json'))
  const verifier = createVerifier({
    jwks: await response.json(),
    issuer: 'https://app.example',
    audience: 'my-api',
  })
  expect((await verifier.verify(token)).claims.sub).toBe('alice')
})

it('fetches keys over the private network, for tokens that name the public address', async () => {
  const { verifier } = await import('./private-network.js')
  asked = []
  const token = await issuer.sign({
    sub: 'alice',
    aud: 'todo-api',
    iss: 'https://id.example.com/realms/todo',
  })
  expect((await verifier.verify(token)).claims.sub).toBe('alice')
  expect(asked).toEqual(['http://keycloak:8080/realms/todo/protocol/openid-connect/certs'])
})
