import { AuthError, createVerifier, providers } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const algorithms = ['ES256'] as const
const answer =
  (...keys: (typeof key)[]): typeof globalThis.fetch =>
  async () =>
    Response.json({ keys: keys.map(({ publicJwk }) => publicJwk) })

describe('clerk', () => {
  const iss = 'https://clerk.example.com'
  const open = (authorizedParties?: readonly string[]) => {
    const verifier = createVerifier(
      providers.clerk({
        domain: 'clerk.example.com',
        algorithms,
        fetch: answer(key),
        ...(authorizedParties && { authorizedParties }),
      }),
    )
    return (claims: Record<string, unknown>) =>
      verifier.verify(makeToken(key, { claims: { iss, ...claims } }))
  }

  test('takes tokens of the front ends that were named, and those that name none', async () => {
    const verify = open(['https://example.com', 'http://localhost:3000'])
    for (const azp of ['https://example.com', 'http://localhost:3000', undefined, null]) {
      expect(await outcome(verify({ azp })), String(azp)).toBe('accepted')
    }
    for (const azp of [
      'https://evil.example',
      'https://example.com/',
      'https://EXAMPLE.com',
      '',
      1,
      [],
      ['https://example.com'],
    ]) {
      expect(await outcome(verify({ azp })), JSON.stringify(azp)).toBe('token_claims_invalid')
    }
  })

  test('without that list takes tokens of each front end, and in any case none of a pending session', async () => {
    const verify = open()
    expect(await outcome(verify({ azp: 'https://evil.example', sts: 'active' }))).toBe('accepted')
    expect(await outcome(verify({ sts: 'pending' }))).toBe('token_claims_invalid')
    expect(await outcome(open(['https://example.com'])({ sts: 'pending' }))).toBe('token_claims_invalid')
  })

  test('a check of your own comes on top', async () => {
    const options = providers.clerk({
      domain: 'clerk.example.com',
      authorizedParties: ['https://example.com'],
      algorithms,
      fetch: answer(key),
      check: ({ org_id }) => org_id === 'org_1',
    })
    expect(options.issuer).toBe(iss)
    const verifier = createVerifier(options)
    const verify = (claims: Record<string, unknown>) =>
      outcome(verifier.verify(makeToken(key, { claims: { iss, ...claims } })))
    expect(await verify({ org_id: 'org_1' })).toBe('accepted')
    expect(await verify({ org_id: 'org_2' })).toBe('token_claims_invalid')
    expect(await verify({ org_id: 'org_1', azp: 'https://evil.example' })).toBe('token_claims_invalid')
  })

  test('no error says which front end it was', async () => {
    const error = await open(['https://example.com'])({ azp: 'https://secret.example' }).catch((e) => e)
    expect(error).toBeInstanceOf(AuthError)
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('secret')
  })

  test('other issuers are asked for their own tokens', async () => {
    const own = makeKey('own')
    const verifier = createVerifier([
      providers.clerk({
        domain: 'clerk.example.com',
        authorizedParties: ['https://example.com'],
        algorithms,
        fetch: answer(key),
      }),
      providers.clerk({ domain: 'clerk.example.org', algorithms, fetch: answer(own) }),
    ])
    const claims = { iss: 'https://clerk.example.org', azp: 'https://example.org' }
    expect(await outcome(verifier.verify(makeToken(own, { claims })))).toBe('accepted')
    expect(await outcome(verifier.verify(makeToken(key, { claims })))).toBe('token_key_not_found')
  })
})

describe('xsuaa with subscribers', () => {
  const zone = (name: string) => `https://${name}.authentication.eu10.hana.ondemand.com`
  const keys = { blue: makeKey('default-jwt-key'), red: makeKey('default-jwt-key') }
  const asked: string[] = []
  const verifier = createVerifier(
    providers.xsuaa({
      url: [zone('blue'), zone('red')],
      audience: 'todo!t1',
      algorithms,
      fetch: async (address) => {
        asked.push(String(address))
        return answer(String(address).includes('red') ? keys.red : keys.blue)(address)
      },
    }),
  )
  const verify = (signer: keyof typeof keys, name: string, jku?: string) => {
    const claims = { iss: `${zone(name)}/oauth/token`, aud: ['todo!t1'] }
    return outcome(verifier.verify(makeToken(keys[signer], { claims, header: jku ? { jku } : {} })))
  }

  test('each subaccount signs for itself, with keys that its own address gives', async () => {
    expect(await verify('blue', 'blue')).toBe('accepted')
    expect(await verify('red', 'red', 'https://evil.example/token_keys')).toBe('accepted')
    expect(await verify('blue', 'red', `${zone('blue')}/token_keys`)).toBe('token_signature_invalid')
    expect(await verify('red', 'green')).toBe('token_issuer_mismatch')
    expect(asked).toEqual([`${zone('blue')}/token_keys`, `${zone('red')}/token_keys`])
  })
})
