import { createVerifier, providers } from '@rowauth/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { outcome } from '../tokens.js'
import { openProviders, type Provider } from './provider.js'
import { furtherShapes, shapes } from './shapes.js'

const all = { ...shapes, ...furtherShapes }
type Name = keyof typeof all
const names = Object.keys(all) as Name[]

let opened: Record<Name, Provider>

beforeAll(async () => {
  opened = await openProviders(all)
})

/** Answers like the JWKS addresses of these providers. */
function publish(...published: readonly Provider[]) {
  const requests: string[] = []
  const fetch: typeof globalThis.fetch = async (address) => {
    requests.push(String(address))
    const provider = published.find(({ shape }) => shape.preset({}).jwks === String(address))
    return provider === undefined ? new Response(null, { status: 404 }) : Response.json(provider.jwks)
  }
  return { fetch, requests }
}

test('each preset has its shape', () => {
  expect(Object.keys(shapes).sort()).toEqual(Object.keys(providers).sort())
})

describe.each(names)('%s', (name) => {
  const open = () => {
    const provider = opened[name]
    const { fetch, requests } = publish(provider)
    const verifier = createVerifier(provider.shape.preset({ fetch }))
    return { provider, requests, verify: (token: string) => verifier.verify(token) }
  }

  test('its token makes a session with all of its claims', async () => {
    const { provider, requests, verify } = open()
    const session = await verify(provider.token())
    expect(session.claims).toEqual(provider.claims)
    expect(session.expiresAt).toBe(provider.claims.exp)
    // Whatever the provider calls a role, it is not the Postgres role.
    expect(session.role).toBeUndefined()
    expect(requests).toEqual([provider.shape.preset({}).jwks])
  })

  test('its key id says which key: no other one will do, published or not', async () => {
    const { provider, verify } = open()
    expect(await outcome(verify(provider.token({ signer: 'other' })))).toBe('token_signature_invalid')
    expect(await outcome(verify(provider.token({ signer: 'stranger' })))).toBe('token_signature_invalid')
    const unknown = provider.token({ header: { kid: 'unknown' } })
    expect(await outcome(verify(unknown))).toBe('token_key_not_found')
  })

  test('its tokens end', async () => {
    const { provider, verify } = open()
    const ended = Math.floor(Date.now() / 1000) - 31
    expect(await outcome(verify(provider.token({ claims: { exp: ended } })))).toBe('token_expired')
    expect(await outcome(verify(provider.token({ claims: { exp: undefined } })))).toBe('token_claims_invalid')
  })
})

test('one verifier tells the tokens of all providers apart', async () => {
  const published = Object.keys(shapes).map((name) => opened[name as keyof typeof shapes])
  const { fetch, requests } = publish(...published)
  const verifier = createVerifier(published.map(({ shape }) => shape.preset({ fetch })))
  for (const provider of published) {
    const { claims } = await verifier.verify(provider.token())
    expect(claims).toEqual(provider.claims)
  }
  expect(requests).toHaveLength(published.length)
  const [first, ...others] = published
  for (const { claims } of others) {
    // The keys of one provider, the issuer of another.
    const forged = first?.token({ claims: { iss: claims.iss, aud: claims.aud } }) ?? ''
    expect(await outcome(verifier.verify(forged))).toMatch(/^token_(key_not_found|algorithm_not_allowed)$/)
  }
})
