import {
  authSchemaSql,
  authSchemaStatements,
  createIssuer,
  createVerifier,
  generateSigningKey,
  providers,
  trustClaims,
} from '@rowauth/core'
import { describe, expect, it } from 'vitest'

const jwks = { keys: [] }
const { privateJwk, publicJwk } = await generateSigningKey()

type Call = (options: unknown) => unknown
const calls: [name: string, call: Call, sound: object, misspelt: string][] = [
  ['createVerifier', createVerifier as Call, { jwks }, 'audiance'],
  ['createVerifier', createVerifier as Call, { jwks }, 'requiredClaim'],
  [
    'createVerifier',
    ((options) => createVerifier([options] as never)) as Call,
    { jwks, issuer: 'x' },
    'audiences',
  ],
  ['createIssuer', createIssuer as Call, { privateJwk }, 'expiresin'],
  [
    'trustClaims',
    ((options) => trustClaims({ sub: 'a' }, options as never)) as Call,
    { role: 'editor' },
    'roles',
  ],
  ['authSchemaSql', authSchemaSql as Call, { schema: 'auth' }, 'verify'],
  ['authSchemaSql', authSchemaStatements as Call, { schema: 'auth' }, 'scheme'],
]

describe('an option that nobody would read', () => {
  it.each(calls)('is refused by %s, with the names that there are', (name, call, sound, misspelt) => {
    expect(() => call(sound)).not.toThrow()
    expect(() => call({ ...sound, [misspelt]: 'x' })).toThrow(TypeError)
    const own = Object.keys(sound)[0]
    expect(() => call({ ...sound, [misspelt]: undefined })).toThrow(
      new RegExp(`^${name}\\(\\) has no option "${misspelt}"\\. Its options are: .*${own}`),
    )
  })

  it.each(calls)('%s takes its options as an object', (name, call) => {
    for (const wrong of [null, 'https://issuer.example', 7, () => {}]) {
      expect(() => call(wrong)).toThrow(new RegExp(`^${name}\\(\\) takes its options as an object`))
    }
  })

  it('is refused by generateSigningKey, in the promise that it gives', async () => {
    await expect(generateSigningKey({ algorithm: 'ES256' } as object)).rejects.toThrow(
      'generateSigningKey() has no option "algorithm". Its options are: alg, kid.',
    )
  })

  it('is refused among the roles of the schema', () => {
    expect(() => authSchemaSql({ roles: { anon: 'anon' } as object })).toThrow(/has no option "anon"/)
  })

  it.each([
    ['clerk', { domain: 'clerk.example.com' }],
    ['stackAuth', { projectId: 'p' }],
    ['auth0', { domain: 'auth.example.com' }],
    ['firebase', { projectId: 'p' }],
    ['google', { audience: 'client' }],
    ['cognito', { region: 'eu-central-1', userPoolId: 'eu-central-1_a' }],
    ['keycloak', { url: 'https://id.example.com', realm: 'r' }],
    ['supabase', { projectRef: 'p' }],
    ['superTokens', { apiDomain: 'https://api.example.com' }],
    ['workOs', { clientId: 'c' }],
  ])(
    'is refused by the preset %s: one that drops `audience` would accept tokens for others',
    (name, options) => {
      const preset = Reflect.get(providers, name) as Call
      expect(() => preset(options)).not.toThrow()
      for (const misspelt of ['audiance', 'aud', 'issuer', 'jwks']) {
        expect(() => preset({ ...options, [misspelt]: 'x' })).toThrow(
          new RegExp(`^providers\\.${name}\\(\\) has no option "${misspelt}"\\. Its options are: .*audience`),
        )
      }
    },
  )

  it('the pair of keys that generateSigningKey makes is taken as it is', () => {
    expect(() => createIssuer({ ...{ privateJwk, publicJwk }, issuer: 'x' })).not.toThrow()
  })

  it('a verifier without keys is told what it needs', () => {
    expect(() => createVerifier({} as never)).toThrow(/^createVerifier\(\) needs `jwks`/)
    expect(() => createVerifier(undefined as never)).toThrow(/takes its options as an object; they are: jwks/)
    expect(() => createIssuer({} as never)).toThrow(/`privateJwk` must be/)
  })

  it('claims that are none are no session', () => {
    for (const wrong of [undefined, null, 'a.b.c', 7, ['sub']]) {
      expect(() => trustClaims(wrong as never)).toThrow(
        expect.objectContaining({ code: 'token_claims_invalid' }),
      )
    }
  })
})
