import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'
import { certificate } from '../provider-key.js'

export const keycloakEncryptionKid = 'Tz4mQx9rWb1nLk7vYc3pHs6dJf0gE2uAoIeRtKyVqXM'
const keycloakIssuer = 'https://id.example.com/realms/todo'

/**
 * https://www.keycloak.org/docs/latest/server_admin/#realm_keys and …/securing-apps/oidc-layers: the certs address
 * publishes the realm's key for encryption next to the one for signatures.
 */
export const keycloak: ProviderShape = {
  alg: 'RS256',
  header: { typ: 'JWT', kid: 'oW8kZr2mYt5vXn1bLc7pHd4sJf9gE3uAqIeRyKtVxTQ' },
  jwks: ({ n, e }, other) => ({
    keys: [
      {
        kid: keycloakEncryptionKid,
        kty: 'RSA',
        alg: 'RSA-OAEP',
        use: 'enc',
        ...certificate('x5t', 'x5t#S256'),
        n: other.n,
        e: other.e,
      },
      {
        kid: 'oW8kZr2mYt5vXn1bLc7pHd4sJf9gE3uAqIeRyKtVxTQ',
        kty: 'RSA',
        alg: 'RS256',
        use: 'sig',
        ...certificate('x5t', 'x5t#S256'),
        n,
        e,
      },
    ],
  }),
  claims: ({ iat, exp }) => ({
    exp,
    iat,
    auth_time: iat - 60,
    jti: 'onrtac:7c1e5f2a-9b34-4d80-a6e7-3f8c0d1b2e95',
    iss: keycloakIssuer,
    aud: ['todo-api', 'account'],
    sub: 'f2b9c7d1-4e60-4a83-95bf-1d7c8e3a6f04',
    typ: 'Bearer',
    azp: 'todo-web',
    sid: '5a3e8d70-c1f4-4b29-8e6d-0f7b9a2c4d13',
    acr: '1',
    'allowed-origins': ['https://todo.example.com'],
    realm_access: { roles: ['default-roles-todo', 'offline_access', 'uma_authorization'] },
    resource_access: {
      'todo-api': { roles: ['editor'] },
      account: { roles: ['manage-account', 'view-profile'] },
    },
    scope: 'openid email profile',
    email_verified: true,
    preferred_username: 'alice',
  }),
  preset: (options) =>
    providers.keycloak({ url: 'https://id.example.com', realm: 'todo', audience: 'todo-api', ...options }),
  audience: 'todo-api',
}

/** https://supabase.com/docs/guides/auth/signing-keys and …/guides/auth/jwt-fields; the kid is the UUID of the key */
export const supabase: ProviderShape = {
  alg: 'ES256',
  header: { kid: '3a9d1f70-8b52-4ce6-9f03-6e7d2c4b5a18', typ: 'JWT' },
  jwks: (key, other) => ({
    keys: [
      {
        ...key,
        alg: 'ES256',
        ext: true,
        key_ops: ['verify'],
        kid: '3a9d1f70-8b52-4ce6-9f03-6e7d2c4b5a18',
        use: 'sig',
      },
      {
        ...other,
        alg: 'ES256',
        ext: true,
        key_ops: ['verify'],
        kid: '90c4e2b7-5d1f-4a68-b3e0-7f8a9d6c1e25',
        use: 'sig',
      },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iss: 'https://qwertyuiopasdfghjklz.supabase.co/auth/v1',
    sub: '1c7e9f04-3a5b-4d82-8e6f-b0d1c2a37495',
    aud: 'authenticated',
    exp,
    iat,
    email: 'alice@example.com',
    phone: '',
    app_metadata: { provider: 'email', providers: ['email', 'github'], tenant: { id: 42, roles: ['owner'] } },
    user_metadata: { full_name: "Alice O'Example", preferences: { dark: true, tags: ['a', null, 1.5] } },
    role: 'authenticated',
    aal: 'aal2',
    amr: [
      { method: 'totp', timestamp: iat - 10 },
      { method: 'password', timestamp: iat - 60 },
    ],
    session_id: '8d0f2c61-7e4a-4b93-a5d8-c6f1e3b90724',
    is_anonymous: false,
  }),
  preset: (options) => providers.supabase({ projectRef: 'qwertyuiopasdfghjklz', ...options }),
  audience: 'authenticated',
}
