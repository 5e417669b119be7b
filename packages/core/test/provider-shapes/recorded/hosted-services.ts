import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'
import { certificate } from '../provider-key.js'

/** https://clerk.com/docs/guides/sessions/session-tokens (version 2): no audience; the kid is the instance */
export const clerk: ProviderShape = {
  alg: 'RS256',
  header: { cat: 'cl_B7d4PD111AAA', kid: 'ins_2pQx7RkVb4nYw9mTzLcHd1sJfGe', typ: 'JWT' },
  jwks: ({ n, e }) => ({
    keys: [{ use: 'sig', kty: 'RSA', kid: 'ins_2pQx7RkVb4nYw9mTzLcHd1sJfGe', alg: 'RS256', n, e }],
  }),
  claims: ({ iat, exp }) => ({
    azp: 'https://todo.example.com',
    exp,
    fva: [7, -1],
    iat,
    iss: 'https://clerk.todo.example.com',
    jti: 'a4c1e9d07b3f5826e0d2',
    nbf: iat - 10,
    o: { id: 'org_2pR1XbWq7vNk', per: 'read,manage', rol: 'admin', slg: 'blue-team', fpm: '3' },
    fea: 'o:dashboard,o:teams',
    pla: 'u:free,o:pro',
    sid: 'sess_2pQxAb8mWzRt5vYn1cLp',
    sts: 'active',
    sub: 'user_2pQw9ZkXv3mTb7rNyLcH',
    v: 2,
  }),
  preset: (options) =>
    providers.clerk({
      domain: 'clerk.todo.example.com',
      authorizedParties: ['https://todo.example.com'],
      ...options,
    }),
}

export const stackProject = '5e8c0d7a-41f2-4b96-a3d8-7c9e1f0b2a64'

/** https://docs.stack-auth.com/docs/concepts/jwt: ES256 always, the header has no typ, the keys have no use */
export const stackAuth: ProviderShape = {
  alg: 'ES256',
  header: { kid: 'tR7wQx2mZk9v' },
  jwks: (key, other) => ({
    keys: [
      { ...other, alg: 'ES256', kid: 'bN4yLc8pHd1s' },
      { ...key, alg: 'ES256', kid: 'tR7wQx2mZk9v' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    sub: '2f9d7c10-8e3b-4a65-9c4f-d1b0e6a82375',
    project_id: stackProject,
    branch_id: 'main',
    refresh_token_id: '0b6e4d92-c7f1-4385-a8d0-5e9f3c2b1a76',
    role: 'authenticated',
    name: null,
    email: 'alice@example.com',
    email_verified: true,
    selected_team_id: '7d1f3e85-0a9c-4b62-8f5e-c4d6b7a09213',
    is_anonymous: false,
    iss: `https://api.stack-auth.com/api/v1/projects/${stackProject}`,
    iat,
    aud: stackProject,
    exp,
  }),
  preset: (options) => providers.stackAuth({ projectId: stackProject, ...options }),
  audience: stackProject,
}

const auth0Kid = 'kD3vXw8mRz1tYb6nQcLpH'

/** https://auth0.com/docs/secure/tokens/json-web-tokens/json-web-key-set-properties, …/access-tokens/access-token-profiles */
export const auth0: ProviderShape = {
  alg: 'RS256',
  header: { typ: 'JWT', kid: auth0Kid },
  jwks: ({ n, e }, other) => ({
    keys: [
      { kty: 'RSA', use: 'sig', n, e, kid: auth0Kid, ...certificate('x5t'), alg: 'RS256' },
      {
        kty: 'RSA',
        use: 'sig',
        n: other.n,
        e: other.e,
        kid: 'zT5qLm9wXr2vKb7nYcHpD',
        ...certificate('x5t'),
        alg: 'RS256',
      },
    ],
  }),
  claims: ({ iat, exp }) => ({
    'https://todo.example.com/tenant': { id: 42, plan: 'pro' },
    iss: 'https://todo-app.eu.auth0.com/',
    sub: 'auth0|66f1c0a9d3b7e2540c8f1a6d',
    aud: ['https://api.todo.example.com', 'https://todo-app.eu.auth0.com/userinfo'],
    iat,
    exp,
    scope: 'openid profile email read:todos',
    org_id: 'org_9ybsU1dN2dKfDkBi',
    azp: 'Xb4kQz8mWn1Rt5vYc7Lp2sHdJg9eU6oA',
    permissions: ['read:todos', 'write:todos'],
  }),
  preset: (options) =>
    providers.auth0({
      domain: 'todo-app.eu.auth0.com',
      audience: 'https://api.todo.example.com',
      ...options,
    }),
  audience: 'https://api.todo.example.com',
}

/** …/access-tokens/access-token-profiles: the profile of RFC 9068 */
export const auth0Rfc9068: ProviderShape = {
  ...auth0,
  header: { typ: 'at+jwt', kid: auth0Kid },
  claims: (times) => {
    const { azp, ...claims } = auth0.claims(times)
    return { ...claims, client_id: azp, jti: 'Zr8kQx2mWn5tYv1bLc7pHd' }
  },
}
