import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

export const oktaDomain = 'todo-app.okta.com'
const oktaKid = 'z1Xr8kQm5WvTn3yLb7cPh0sDfJg9eU2oAiRtKqVxE4M'

const okta: Pick<ProviderShape, 'alg' | 'jwks'> = {
  alg: 'RS256',
  jwks: ({ n, e }, other) => ({
    keys: [
      { kty: 'RSA', alg: 'RS256', kid: oktaKid, use: 'sig', e, n },
      {
        kty: 'RSA',
        alg: 'RS256',
        kid: 'Nc8LyHp1dSt7wQx2mZk9vR6eJf3gUaB4oIiTrKqVxE0',
        use: 'sig',
        e: other.e,
        n: other.n,
      },
    ],
  }),
}

/** https://developer.okta.com/docs/reference/api/oidc/#access-token: `sub` is the login, `uid` the id of the user */
export const oktaCustom: ProviderShape = {
  ...okta,
  header: { kid: oktaKid },
  claims: ({ iat, exp }) => ({
    ver: 1,
    jti: 'AT.wX2rT6yUkEpLzQ1aB4cAAm9vNs0dHf3jGe7oIi5K8Yn',
    iss: `https://${oktaDomain}/oauth2/default`,
    aud: 'api://default',
    sub: 'alice@example.com',
    iat,
    exp,
    cid: '0oan8v1mQ3xTz5WkB0h7',
    uid: '00un8v2nR4yUa6XlC0h7',
    scp: ['openid', 'profile', 'todo:read'],
    auth_time: iat - 60,
    groups: ['Everyone', 'Todo admins'],
  }),
  preset: (options) =>
    providers.okta({
      domain: oktaDomain,
      authorizationServerId: 'default',
      audience: 'api://default',
      ...options,
    }),
  audience: 'api://default',
}

/** The same page, #id-token: of the org authorization server */
export const oktaOrg: ProviderShape = {
  ...okta,
  header: { kid: oktaKid },
  claims: ({ iat, exp }) => ({
    ver: 1,
    sub: '00un8v2nR4yUa6XlC0h7',
    iss: `https://${oktaDomain}`,
    aud: '0oan8v1mQ3xTz5WkB0h7',
    iat,
    exp,
    jti: 'ID.kQz8mWn1Rt5vXc7bLp2sHdJg4eU6oA9iTyKqVxEM0Rw',
    amr: ['mfa', 'otp', 'pwd'],
    idp: '00on8v0lP2wSy4VjA0h7',
    auth_time: iat - 60,
    at_hash: 'mWn5tYv1bLc7pHd2sJf9gE',
    name: 'Alice Example',
    preferred_username: 'alice@example.com',
  }),
  preset: (options) => providers.okta({ domain: oktaDomain, audience: '0oan8v1mQ3xTz5WkB0h7', ...options }),
  audience: '0oan8v1mQ3xTz5WkB0h7',
}

const kindeKid = 'c4:7a:19:e0:5b:d2:86:3f:a1:0c:9e:74:f8:26:bd:53'

/** https://docs.kinde.com/build/tokens/about-access-tokens/ and …/build/tokens/verifying-json-web-tokens/ */
export const kinde: ProviderShape = {
  alg: 'RS256',
  header: { kid: kindeKid, typ: 'JWT' },
  jwks: ({ n, e }) => ({ keys: [{ e, n, alg: 'RS256', kid: kindeKid, kty: 'RSA', use: 'sig' }] }),
  claims: ({ iat, exp }) => ({
    aud: ['https://api.todo.example.com'],
    azp: '5d1f8a0e7c364b928d4e0a9f6c2b7153',
    exp,
    feature_flags: { theme: { t: 's', v: 'dark' } },
    iat,
    iss: 'https://todo.kinde.com',
    jti: '9e6c1f58-0b3d-4a72-8e95-d7c4f2b1a063',
    org_code: 'org_7d3e5f90b1a',
    permissions: ['read:todos', 'create:todos'],
    roles: [{ id: '018a9f12-7b3c-4d5e-8f60-1a2b3c4d5e6f', key: 'admin', name: 'Admin' }],
    scp: ['openid', 'profile', 'email', 'offline'],
    sub: 'kp_3f8c1d0b2e954a67b0d1c2a37495e04f',
  }),
  preset: (options) =>
    providers.kinde({ domain: 'todo.kinde.com', audience: 'https://api.todo.example.com', ...options }),
  audience: 'https://api.todo.example.com',
}
