import { type Claims, createVerifier, providers, type VerifierOptions } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const securetoken =
  'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'

interface Row {
  readonly options: VerifierOptions
  readonly jwks: string
  /** What tokens of the provider say. */
  readonly iss: readonly string[]
  readonly aud?: string
}

const rows: Record<string, Row> = {
  clerk: {
    options: providers.clerk({ domain: 'verb-noun-00.clerk.accounts.dev' }),
    jwks: 'https://verb-noun-00.clerk.accounts.dev/.well-known/jwks.json',
    iss: ['https://verb-noun-00.clerk.accounts.dev'],
  },
  stackAuth: {
    options: providers.stackAuth({ projectId: 'p1' }),
    jwks: 'https://api.stack-auth.com/api/v1/projects/p1/.well-known/jwks.json',
    iss: ['https://api.stack-auth.com/api/v1/projects/p1', 'https://api.hexclave.com/api/v1/projects/p1'],
    aud: 'p1',
  },
  auth0: {
    options: providers.auth0({ domain: 'Example.eu.auth0.com', audience: 'https://api.example.com' }),
    jwks: 'https://example.eu.auth0.com/.well-known/jwks.json',
    iss: ['https://example.eu.auth0.com/'],
    aud: 'https://api.example.com',
  },
  firebase: {
    options: providers.firebase({ projectId: 'my-project' }),
    jwks: securetoken,
    iss: ['https://securetoken.google.com/my-project'],
    aud: 'my-project',
  },
  'stytch, live': {
    options: providers.stytch({ projectId: 'project-live-1' }),
    jwks: 'https://api.stytch.com/v1/sessions/jwks/project-live-1',
    iss: ['stytch.com/project-live-1'],
    aud: 'project-live-1',
  },
  'stytch, test': {
    options: providers.stytch({ projectId: 'project-test-1' }),
    jwks: 'https://test.stytch.com/v1/sessions/jwks/project-test-1',
    iss: ['stytch.com/project-test-1'],
    aud: 'project-test-1',
  },
  'stytch on a domain of its own': {
    options: providers.stytch({ projectId: 'project-live-1', domain: 'login.example.com' }),
    jwks: 'https://api.stytch.com/v1/sessions/jwks/project-live-1',
    iss: ['stytch.com/project-live-1', 'https://login.example.com'],
    aud: 'project-live-1',
  },
  keycloak: {
    options: providers.keycloak({ url: 'https://id.example.com/', realm: 'my realm' }),
    jwks: 'https://id.example.com/realms/my%20realm/protocol/openid-connect/certs',
    iss: ['https://id.example.com/realms/my%20realm'],
  },
  'keycloak under a path': {
    options: providers.keycloak({ url: 'http://localhost:8080/auth', realm: 'r' }),
    jwks: 'http://localhost:8080/auth/realms/r/protocol/openid-connect/certs',
    iss: ['http://localhost:8080/auth/realms/r'],
  },
  'keycloak on a domain of its own in a private network': {
    options: providers.keycloak({ url: 'http://keycloak:8080', realm: 'r', allowHttp: ['keycloak'] }),
    jwks: 'http://keycloak:8080/realms/r/protocol/openid-connect/certs',
    iss: ['http://keycloak:8080/realms/r'],
  },
  'keycloak, whose keys come over the private network': {
    options: providers.keycloak({
      url: 'https://id.example.com/auth',
      backchannelUrl: 'http://keycloak.identity.svc:8080/auth/',
      allowHttp: ['*.svc'],
      realm: 'r',
    }),
    jwks: 'http://keycloak.identity.svc:8080/auth/realms/r/protocol/openid-connect/certs',
    iss: ['https://id.example.com/auth/realms/r'],
  },
  supabase: {
    options: providers.supabase({ projectRef: 'abcdefghijklmnopqrst' }),
    jwks: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json',
    iss: ['https://abcdefghijklmnopqrst.supabase.co/auth/v1'],
    aud: 'authenticated',
  },
  'supabase on a domain of its own': {
    options: providers.supabase({ url: 'http://127.0.0.1:54321' }),
    jwks: 'http://127.0.0.1:54321/auth/v1/.well-known/jwks.json',
    iss: ['http://127.0.0.1:54321/auth/v1'],
    aud: 'authenticated',
  },
  'supabase on a domain of its own, of a known project': {
    options: providers.supabase({ projectRef: 'abc', url: 'https://api.example.com' }),
    jwks: 'https://api.example.com/auth/v1/.well-known/jwks.json',
    iss: ['https://api.example.com/auth/v1', 'https://abc.supabase.co/auth/v1'],
    aud: 'authenticated',
  },
  cognito: {
    options: providers.cognito({ region: 'us-gov-west-1', userPoolId: 'us-gov-west-1_AbC' }),
    jwks: 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC/.well-known/jwks.json',
    iss: ['https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC'],
  },
  azureAd: {
    options: providers.azureAd({ tenantId: tenantId.toUpperCase(), audience: 'client' }),
    jwks: `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`,
    iss: [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`],
    aud: 'client',
  },
  google: {
    options: providers.google({ audience: 'id.apps.googleusercontent.com' }),
    jwks: 'https://www.googleapis.com/oauth2/v3/certs',
    iss: ['https://accounts.google.com', 'accounts.google.com'],
    aud: 'id.apps.googleusercontent.com',
  },
  descope: {
    options: providers.descope({ projectId: 'P2abc' }),
    jwks: 'https://api.descope.com/P2abc/.well-known/jwks.json',
    iss: ['P2abc', 'https://api.descope.com/P2abc', 'https://api.descope.com/v1/apps/P2abc'],
  },
  propelAuth: {
    options: providers.propelAuth({ authUrl: 'https://auth.example.com/' }),
    jwks: 'https://auth.example.com/.well-known/jwks.json',
    iss: ['https://auth.example.com'],
  },
  'superTokens, keys of the core': {
    options: providers.superTokens({ connectionUri: 'https://core.example.com/appid-1' }),
    jwks: 'https://core.example.com/appid-1/.well-known/jwks.json',
    iss: ['https://api.example.com/auth', 'anything'],
  },
  'superTokens, keys of the core and issuer': {
    options: providers.superTokens({
      connectionUri: 'http://localhost:3567',
      apiDomain: 'https://api.example.com',
    }),
    jwks: 'http://localhost:3567/.well-known/jwks.json',
    iss: ['https://api.example.com/auth'],
  },
  'superTokens, keys of the API': {
    options: providers.superTokens({ apiDomain: 'http://localhost:3001/', apiBasePath: '/api/auth/' }),
    jwks: 'http://localhost:3001/api/auth/jwt/jwks.json',
    iss: ['http://localhost:3001/api/auth'],
  },
  workOs: {
    options: providers.workOs({ clientId: 'client_01' }),
    jwks: 'https://api.workos.com/sso/jwks/client_01',
    iss: [
      'https://api.workos.com',
      'https://api.workos.com/',
      'https://api.workos.com/user_management/client_01',
    ],
  },
  'workOs on a domain of its own': {
    options: providers.workOs({ clientId: 'client_01', domain: 'auth.example.com' }),
    jwks: 'https://api.workos.com/sso/jwks/client_01',
    iss: ['https://auth.example.com', 'https://auth.example.com/user_management/client_01'],
  },
  betterAuth: {
    options: providers.betterAuth({ baseURL: 'https://app.example.com/' }),
    jwks: 'https://app.example.com/api/auth/jwks',
    iss: ['https://app.example.com'],
    aud: 'https://app.example.com',
  },
  'betterAuth, on a domain of its own and under another path': {
    options: providers.betterAuth({ baseURL: 'http://localhost:3000', basePath: '/auth/' }),
    jwks: 'http://localhost:3000/auth/jwks',
    iss: ['http://localhost:3000'],
    aud: 'http://localhost:3000',
  },
  'betterAuth, on a domain with a path': {
    options: providers.betterAuth({ baseURL: 'https://example.com/app/auth' }),
    jwks: 'https://example.com/app/auth/jwks',
    iss: ['https://example.com'],
    aud: 'https://example.com',
  },
  neonAuth: {
    options: providers.neonAuth({ url: 'https://ep-a.neonauth.us-east-1.aws.neon.tech/neondb/auth' }),
    jwks: 'https://ep-a.neonauth.us-east-1.aws.neon.tech/neondb/auth/.well-known/jwks.json',
    iss: ['https://ep-a.neonauth.us-east-1.aws.neon.tech'],
    aud: 'https://ep-a.neonauth.us-east-1.aws.neon.tech',
  },
  kinde: {
    options: providers.kinde({ domain: 'Example.kinde.com', audience: 'my-api' }),
    jwks: 'https://example.kinde.com/.well-known/jwks',
    iss: ['https://example.kinde.com'],
    aud: 'my-api',
  },
  'okta, custom authorization server': {
    options: providers.okta({
      domain: 'example.okta.com',
      authorizationServerId: 'ausn8v4pT6aWc8ZnE0h7',
      audience: 'my-api',
    }),
    jwks: 'https://example.okta.com/oauth2/ausn8v4pT6aWc8ZnE0h7/v1/keys',
    iss: ['https://example.okta.com/oauth2/ausn8v4pT6aWc8ZnE0h7'],
    aud: 'my-api',
  },
  'okta, org authorization server': {
    options: providers.okta({ domain: 'example.okta.com', audience: 'client' }),
    jwks: 'https://example.okta.com/oauth2/v1/keys',
    iss: ['https://example.okta.com'],
    aud: 'client',
  },
  xsuaa: {
    options: providers.xsuaa({
      url: 'https://blue.authentication.eu10.hana.ondemand.com',
      audience: ['todo!t1', 'sb-todo!t1'],
    }),
    jwks: 'https://blue.authentication.eu10.hana.ondemand.com/token_keys',
    iss: ['https://blue.authentication.eu10.hana.ondemand.com/oauth/token'],
    aud: 'sb-todo!t1',
  },
  logto: {
    options: providers.logto({ endpoint: 'https://example.logto.app/', audience: 'my-api' }),
    jwks: 'https://example.logto.app/oidc/jwks',
    iss: ['https://example.logto.app/oidc'],
    aud: 'my-api',
  },
  zitadel: {
    options: providers.zitadel({ url: 'https://example.us1.zitadel.cloud', audience: '42' }),
    jwks: 'https://example.us1.zitadel.cloud/oauth/v2/keys',
    iss: ['https://example.us1.zitadel.cloud'],
    aud: '42',
  },
  ory: {
    options: providers.ory({ url: 'https://example.projects.oryapis.com', audience: 'my-api' }),
    jwks: 'https://example.projects.oryapis.com/.well-known/jwks.json',
    iss: ['https://example.projects.oryapis.com', 'https://example.projects.oryapis.com/'],
    aud: 'my-api',
  },
  'ory, tokenized sessions on a domain of their own': {
    options: providers.ory({
      url: 'https://example.projects.oryapis.com',
      jwks: 'https://app.example.com/sessions.jwks.json',
    }),
    jwks: 'https://app.example.com/sessions.jwks.json',
    iss: ['https://example.projects.oryapis.com', 'https://example.projects.oryapis.com/'],
  },
  authentik: {
    options: providers.authentik({ url: 'https://id.example.com', application: 'todo' }),
    jwks: 'https://id.example.com/application/o/todo/jwks/',
    iss: ['https://id.example.com/application/o/todo/'],
  },
  'authentik, one issuer for all': {
    options: providers.authentik({
      url: 'https://id.example.com',
      application: 'todo',
      issuerMode: 'global',
      audience: 'client',
    }),
    jwks: 'https://id.example.com/application/o/todo/jwks/',
    iss: ['https://id.example.com/'],
    aud: 'client',
  },
}

const key = makeKey('k1')

/** Of those that do not sign with RS256 alone. */
const algorithms: Record<string, readonly string[]> = {
  stackAuth: ['ES256'],
  supabase: ['ES256', 'RS256', 'EdDSA'],
  keycloak: ['RS256', 'ES256', 'EdDSA'],
  betterAuth: ['EdDSA'],
  neonAuth: ['EdDSA'],
  logto: ['ES384', 'RS256'],
  zitadel: ['RS256', 'ES256', 'EdDSA'],
  ory: ['RS256', 'ES256', 'EdDSA'],
  authentik: ['RS256', 'ES256'],
}

describe.each(Object.entries(rows))('%s', (name, { options, jwks, iss, aud }) => {
  const fetched: string[] = []
  const verifier = createVerifier({
    ...options,
    algorithms: ['ES256'],
    fetch: async (input) => {
      fetched.push(String(input))
      return Response.json({ keys: [key.publicJwk] })
    },
  })
  const verify = (claims: Record<string, unknown>) => outcome(verifier.verify(makeToken(key, { claims })))

  test('accepts the tokens that the provider issues, with keys from its documented address', async () => {
    for (const issuer of iss) expect(await verify({ iss: issuer, ...(aud ? { aud } : {}) })).toBe('accepted')
    expect(fetched).toEqual([jwks])
  })

  test('refuses tokens of others, for others, without an end and of nobody', async () => {
    const claims = { iss: iss[0], ...(aud ? { aud } : {}) }
    const checksIssuer = options.issuer !== undefined
    expect(checksIssuer).toBe(name !== 'superTokens, keys of the core')
    if (checksIssuer) {
      expect(await verify({ ...claims, iss: `${iss[0]}x` })).toBe('token_issuer_mismatch')
      expect(await verify({ ...claims, iss: undefined })).toBe('token_issuer_mismatch')
    }
    if (aud !== undefined) {
      expect(await verify({ ...claims, aud: 'other' })).toBe('token_audience_mismatch')
      expect(await verify({ ...claims, aud: undefined })).toBe('token_audience_mismatch')
    }
    expect(await verify({ ...claims, exp: undefined })).toBe('token_claims_invalid')
    expect(await verify({ ...claims, sub: undefined })).toBe('token_claims_invalid')
  })

  test('allows the algorithms of the provider', () => {
    const [preset = ''] = name.split(/[, ]/)
    const allowed = algorithms[preset] ?? ['RS256']
    expect(options.algorithms).toEqual(allowed)
  })
})

test('all of them work together in one verifier', () => {
  const all = Object.entries(rows).filter(
    ([name]) => !name.includes(', keys of the core') && !name.includes('on a domain'),
  )
  expect(createVerifier(all.map(([, { options }]) => options))).toHaveProperty('verify')
})

test('what all presets share can be set', () => {
  const fetch = async () => Response.json({ keys: [] })
  const shared = {
    audience: ['a', 'b'],
    algorithms: ['PS256'],
    clockTolerance: 5,
    maxTokenBytes: 1000,
    requiredClaims: ['sub'],
    types: ['JWT'],
    claims: (claims: Claims) => claims,
    check: () => true,
    allowHttp: ['keycloak'],
    cache: false,
    refreshInterval: 60,
    fetch,
  } as const
  expect(providers.auth0({ domain: 'example.auth0.com', ...shared })).toEqual({
    jwks: 'https://example.auth0.com/.well-known/jwks.json',
    issuer: 'https://example.auth0.com/',
    ...shared,
  })
})

test('an option that is undefined changes nothing', () => {
  const options = { projectRef: 'abc', audience: undefined, algorithms: undefined }
  const preset = providers.supabase(options as unknown as { projectRef: string })
  expect(preset).toEqual(providers.supabase({ projectRef: 'abc' }))
})
