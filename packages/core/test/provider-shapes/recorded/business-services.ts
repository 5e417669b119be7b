import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'
import { certificate } from '../provider-key.js'

export const stytchProject = 'project-live-5b0e7c92-1d3f-4a68-8e4c-9f2d6b7a0c13'
const stytchKid = 'jwk-live-e91c4d07-6b2a-4f85-9d3e-0c7b8a5f1d24'

/** https://stytch.com/docs/api/jwks-get and https://stytch.com/docs/guides/sessions/session-tokens-vs-jwts */
export const stytch: ProviderShape = {
  alg: 'RS256',
  header: { kid: stytchKid, typ: 'JWT' },
  jwks: ({ n, e }) => ({
    status_code: 200,
    request_id: 'request-id-live-7d0b3f58-2e9c-4a16-b4d7-c8e5f1a09362',
    keys: [
      {
        alg: 'RS256',
        e,
        key_ops: ['verify'],
        kid: stytchKid,
        kty: 'RSA',
        n,
        use: 'sig',
        ...certificate('x5tS256'),
      },
    ],
  }),
  claims: ({ iat, exp }) => ({
    aud: [stytchProject],
    exp,
    'https://stytch.com/session': {
      id: 'session-live-0e6b9d47-3c1f-4a82-95d8-7f4c2b1a0e63',
      started_at: '2026-01-02T03:04:05Z',
      last_accessed_at: '2026-01-02T03:09:05Z',
      expires_at: '2026-01-09T03:04:05Z',
      attributes: { user_agent: '', ip_address: '' },
      authentication_factors: [
        {
          type: 'magic_link',
          delivery_method: 'email',
          email_factor: { email_id: 'email-live-1', email_address: 'alice@example.com' },
        },
      ],
      roles: ['stytch_user'],
    },
    iat,
    iss: `stytch.com/${stytchProject}`,
    nbf: iat,
    sub: 'user-live-d4c8f1a6-7b02-4e95-83d1-9e5f0c6b2a37',
  }),
  preset: (options) => providers.stytch({ projectId: stytchProject, ...options }),
  audience: stytchProject,
}

const descopeProject = 'P2pQx7RkVb4nYw9mTzLcHd1sJfGe'

/** https://docs.descope.com/session-overview: the issuer is the project, the kid begins with it or with SK */
export const descope: ProviderShape = {
  alg: 'RS256',
  header: { kid: 'SK2pQxAb8mWzRt5vYn1cLpHd7sJfG', typ: 'JWT' },
  jwks: ({ n, e }, other) => ({
    keys: [
      { alg: 'RS256', e: other.e, kid: descopeProject, kty: 'RSA', n: other.n, use: 'sig' },
      { alg: 'RS256', e, kid: 'SK2pQxAb8mWzRt5vYn1cLpHd7sJfG', kty: 'RSA', n, use: 'sig' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    amr: ['email', 'mfa'],
    dct: 'T2pR1XbWq7vNkYm3',
    drn: 'DS',
    exp,
    iat,
    iss: descopeProject,
    permissions: ['Todo Admin'],
    rexp: '2026-12-24T03:04:05Z',
    roles: [],
    sub: 'U2pQw9ZkXv3mTb7rNyLcHd1sJf',
    tenants: {
      T2pR1XbWq7vNkYm3: { permissions: ['todo.write'], roles: ['Tenant Admin'] },
      T2pR1XbWq7vNkYm4: {},
    },
  }),
  preset: (options) => providers.descope({ projectId: descopeProject, ...options }),
}

/** https://docs.propelauth.com/recipes/access-tokens: `user_id` repeats `sub`; no audience */
export const propelAuth: ProviderShape = {
  alg: 'RS256',
  header: { typ: 'JWT', kid: 'e5d1f8a0-7c36-4b92-8d4e-0a9f6c2b7153' },
  jwks: ({ n, e }) => ({
    keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'e5d1f8a0-7c36-4b92-8d4e-0a9f6c2b7153', n, e }],
  }),
  claims: ({ iat, exp }) => ({
    sub: 'a7c3e9d1-05f8-4b62-9e4d-3f1b8c6a2075',
    iat,
    exp,
    iss: 'https://auth.todo.example.com',
    user_id: 'a7c3e9d1-05f8-4b62-9e4d-3f1b8c6a2075',
    email: 'alice@example.com',
    first_name: 'Alice',
    org_id_to_org_member_info: {
      '1d8b5f07-e2c4-4a93-b6d0-7f9c3e5a8142': {
        org_id: '1d8b5f07-e2c4-4a93-b6d0-7f9c3e5a8142',
        org_name: 'Blue Team',
        url_safe_org_name: 'blue-team',
        org_metadata: { seats: 5, regions: ['eu'] },
        user_role: 'Admin',
        inherited_user_roles_plus_current_role: ['Admin', 'Member'],
        user_permissions: ['propelauth::can_invite'],
        org_role_structure: 'single_role_in_hierarchy',
        additional_roles: [],
      },
    },
    properties: { metadata: { theme: 'dark' } },
  }),
  preset: (options) => providers.propelAuth({ authUrl: 'https://auth.todo.example.com', ...options }),
}

const workOsClient = 'client_01JD8Z5T0Q7M3V9X2R4K6B1NYC'
const workOsKid = 'sso_oidc_key_pair_01JD8Z6A2H5W8E1G4P7S9U3XKQ'

/** https://workos.com/docs/reference/authkit/session-tokens; `iss` has named the client since 2025 */
export const workOs: ProviderShape = {
  alg: 'RS256',
  header: { kid: workOsKid },
  jwks: ({ n, e }) => ({
    keys: [{ alg: 'RS256', kty: 'RSA', use: 'sig', n, e, kid: workOsKid, ...certificate('x5t#S256') }],
  }),
  claims: ({ iat, exp }) => ({
    iss: `https://api.workos.com/user_management/${workOsClient}`,
    sub: 'user_01JD8Z7C4K6N9Q2T5V8X1ZB3DF',
    act: { sub: 'admin@example.com' },
    sid: 'session_01JD8Z8D5M7P0R3U6W9Y2AC4EG',
    jti: '01JD8Z9E6N8Q1S4V7X0Z3BD5FH',
    org_id: 'org_01JD8ZAF7P9R2T5W8Y1A4CE6GJ',
    role: 'member',
    roles: ['member'],
    permissions: ['posts:read', 'posts:write'],
    entitlements: ['audit-logs'],
    feature_flags: [],
    exp,
    iat,
  }),
  preset: (options) => providers.workOs({ clientId: workOsClient, ...options }),
}
