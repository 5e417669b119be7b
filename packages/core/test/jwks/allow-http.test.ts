import { createVerifier, providers, type VerifierOptions } from '@rowauth/core'
import { expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const jwks = 'http://keycloak:8080/realms/app/protocol/openid-connect/certs'
const accepts = (address: string, allowHttp: unknown): boolean => {
  try {
    createVerifier({ jwks: address, allowHttp } as VerifierOptions)
    return true
  } catch (error) {
    if (error instanceof TypeError && /http is for loopback/.test(error.message)) return false
    throw error
  }
}

test.each<[string, unknown, boolean]>([
  [jwks, undefined, false],
  [jwks, false, false],
  [jwks, [], false],
  [jwks, true, true],
  [jwks, ['keycloak'], true],
  [jwks, ['KeyCloak'], true],
  [jwks, ['other', 'keycloak'], true],
  [jwks, ['key'], false],
  [jwks, ['cloak'], false],
  [jwks, ['*.cloak'], false],
  [jwks, ['*.keycloak'], false],
  ['http://app.localhost:3000/jwks', undefined, false],
  ['http://app.localhost:3000/jwks', ['*.localhost'], true],
  ['http://a.b.localhost/jwks', ['*.localhost'], true],
  ['http://notlocalhost/jwks', ['*.localhost'], false],
  ['http://localhost.evil.example/jwks', ['*.localhost', 'localhost'], false],
  ['http://keycloak@evil.example/jwks', ['keycloak'], false],
  ['http://user:pw@keycloak/jwks', ['keycloak'], false],
  ['http://keycloak.ns.svc.cluster.local/jwks', ['*.svc.cluster.local'], true],
  ['http://my_keycloak/jwks', ['my_keycloak'], true],
  ['http://10.0.0.1/jwks', ['10.0.0.1'], true],
  ['http://10.0.0.2/jwks', ['10.0.0.1'], false],
  ['http://[fd00::1]:8080/jwks', ['[fd00:0::1]'], true],
  ['http://localhost/jwks', ['keycloak'], true],
  ['ftp://keycloak/jwks', true, false],
  ['https://anywhere.example/jwks', ['keycloak'], true],
])('%s with %j: %s', (address, allowHttp, expected) => {
  expect(accepts(address, allowHttp)).toBe(expected)
})

test.each<unknown>([
  'keycloak',
  null,
  1,
  ['keycloak:8080'],
  ['http://keycloak'],
  ['keycloak/realms'],
  ['user@keycloak'],
  [''],
  ['*'],
  ['*.'],
  ['a.*'],
  ['.suffix'],
  ['*.*.suffix'],
  [1],
  ['a b'],
  ['key?cloak'],
])('no list of hosts: %j', (allowHttp) => {
  expect(() => createVerifier({ jwks, allowHttp } as VerifierOptions)).toThrow(/`allowHttp` must be/)
})

test('holds for the addresses that a function gives', async () => {
  const key = makeKey('k1')
  const verify = (allowHttp: readonly string[]) =>
    outcome(
      createVerifier({
        issuer: 'a',
        jwks: () => jwks,
        allowHttp,
        fetch: async () => Response.json({ keys: [key.publicJwk] }),
      }).verify(makeToken(key, { claims: { iss: 'a' } })),
    )
  expect(await verify(['keycloak'])).toBe('accepted')
  expect(await verify(['other'])).toBe('TypeError')
})

test('presets pass it on', () => {
  const url = 'http://keycloak:8080'
  const allowHttp = ['keycloak', 'api', 'core']
  expect(() => providers.keycloak({ url, realm: 'app' })).toThrow(/`allowHttp`/)
  const options = [
    providers.keycloak({ url, realm: 'app', allowHttp }),
    providers.supabase({ url, allowHttp }),
    providers.superTokens({ apiDomain: 'http://api', connectionUri: 'http://core', allowHttp }),
    providers.propelAuth({ authUrl: 'http://api', allowHttp }),
    providers.keycloak({ url: 'https://id.example', backchannelUrl: url, realm: 'app', allowHttp }),
    providers.betterAuth({ baseURL: url, allowHttp }),
    providers.neonAuth({ url, allowHttp }),
    providers.xsuaa({ url: [url, 'http://api'], audience: 'app', allowHttp }),
    providers.logto({ endpoint: url, audience: 'app', allowHttp }),
    providers.zitadel({ url, audience: 'app', allowHttp }),
    providers.ory({ url, audience: 'app', allowHttp }),
    providers.authentik({ url, application: 'app', allowHttp }),
  ]
  for (const option of options) expect(() => createVerifier(option)).not.toThrow()
})
