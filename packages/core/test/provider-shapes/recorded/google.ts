import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

const googleClient = '407408718192-a1b2c3d4e5f6.apps.googleusercontent.com'

/** https://firebase.google.com/docs/auth/admin/verify-id-tokens and …/docs/reference/admin/node (DecodedIdToken) */
export const firebase: ProviderShape = {
  alg: 'RS256',
  header: { kid: '8f2c61d97be0a35d4417c9a6e5b80f3d2c94e17a', typ: 'JWT' },
  jwks: (key, other) => ({
    keys: [
      {
        e: other.e,
        use: 'sig',
        alg: 'RS256',
        kid: 'd03b7e52a1f94c86b0d7e25c3a91f8640be7d12c',
        n: other.n,
        kty: 'RSA',
      },
      {
        e: key.e,
        use: 'sig',
        alg: 'RS256',
        kid: '8f2c61d97be0a35d4417c9a6e5b80f3d2c94e17a',
        n: key.n,
        kty: 'RSA',
      },
    ],
  }),
  claims: ({ iat, exp }) => ({
    name: 'Álice Example',
    iss: 'https://securetoken.google.com/todo-app-7f3a1',
    aud: 'todo-app-7f3a1',
    auth_time: iat - 86_400,
    user_id: 'kX9vQ2mTzRhYw4bN7cLpD1sEaJf2',
    sub: 'kX9vQ2mTzRhYw4bN7cLpD1sEaJf2',
    iat,
    exp,
    email: 'alice@example.com',
    email_verified: true,
    firebase: {
      identities: { 'google.com': ['104837261950482716395'], email: ['alice@example.com'] },
      sign_in_provider: 'google.com',
      tenant: 'blue-team-x1y2z',
    },
  }),
  preset: (options) => providers.firebase({ projectId: 'todo-app-7f3a1', ...options }),
  audience: 'todo-app-7f3a1',
}

/** https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload */
export const google: ProviderShape = {
  alg: 'RS256',
  header: { kid: '4a7e19c03d5f82b6e1d048c7a93f5b2e6d80c1f7', typ: 'JWT' },
  jwks: (key, other) => ({
    keys: [
      {
        kid: '4a7e19c03d5f82b6e1d048c7a93f5b2e6d80c1f7',
        kty: 'RSA',
        alg: 'RS256',
        use: 'sig',
        n: key.n,
        e: key.e,
      },
      {
        use: 'sig',
        kty: 'RSA',
        kid: 'b52d8f60e7c3194a0f6be8d27c5a3149e0d7f8b2',
        n: other.n,
        e: other.e,
        alg: 'RS256',
      },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iss: 'https://accounts.google.com',
    azp: googleClient,
    aud: googleClient,
    sub: '104837261950482716395',
    hd: 'example.com',
    email: 'alice@example.com',
    email_verified: true,
    nonce: 'n-0S6_WzA2Mj',
    nbf: iat,
    name: 'Alice Example',
    picture: 'https://lh3.googleusercontent.com/a/example=s96-c',
    given_name: 'Alice',
    family_name: 'Example',
    iat,
    exp,
    jti: 'c3f8a1e07d5b294683f0',
  }),
  preset: (options) => providers.google({ audience: googleClient, ...options }),
  audience: googleClient,
}
