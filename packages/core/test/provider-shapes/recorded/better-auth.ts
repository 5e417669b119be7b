import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

/**
 * https://better-auth.com/docs/plugins/jwt, and what better-auth 1.7 answers: no `typ`, and the whole user as claims
 * unless `definePayload` says otherwise. The kid is the id of a row in its table `jwks`.
 */
export const betterAuth: ProviderShape = {
  alg: 'EdDSA',
  header: { kid: 'wY8kQz3mXn5tVr1bLc7pHd2sJf9gE4uA' },
  jwks: ({ x, kty, crv }, other) => ({
    keys: [
      { alg: 'EdDSA', crv, x, kty, kid: 'wY8kQz3mXn5tVr1bLc7pHd2sJf9gE4uA' },
      { alg: 'EdDSA', crv, x: other.x, kty, kid: 'b4Nc8LyHp1dSt7wQx2mZk9vR6eJf3gUa' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iat,
    name: 'Alice Example',
    email: 'alice@example.com',
    emailVerified: true,
    image: null,
    createdAt: '2026-01-02T03:04:05.678Z',
    updatedAt: '2026-01-02T03:04:05.678Z',
    id: 'kX9vQ2mTzRhYw4bN7cLpD1sEaJf2uG8o',
    sub: 'kX9vQ2mTzRhYw4bN7cLpD1sEaJf2uG8o',
    exp,
    iss: 'https://todo.example.com',
    aud: 'https://todo.example.com',
  }),
  preset: (options) => providers.betterAuth({ baseURL: 'https://todo.example.com', ...options }),
  audience: 'https://todo.example.com',
}

const neonAuthOrigin = 'https://ep-quiet-dew-a1b2c3d4.neonauth.c-2.eu-central-1.aws.neon.tech'

/** https://neon.com/docs/auth/guides/plugins/jwt: its claims, `o` with an active organisation among them */
export const neonAuth: ProviderShape = {
  alg: 'EdDSA',
  header: { kid: '6f0d2c8e-3b1a-4e97-8c5d-a4f7b9e01d26' },
  jwks: ({ x, kty, crv }, other) => ({
    keys: [
      { alg: 'EdDSA', crv, x: other.x, kty, kid: 'a9c1e7f4-0d52-4b86-9e3f-7c8d5b2a6014' },
      { alg: 'EdDSA', crv, x, kty, kid: '6f0d2c8e-3b1a-4e97-8c5d-a4f7b9e01d26' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iat,
    name: 'Alice Example',
    email: 'alice@example.com',
    emailVerified: false,
    image: null,
    createdAt: '2026-01-02T03:04:05.678Z',
    updatedAt: '2026-01-02T03:04:05.678Z',
    role: 'authenticated',
    banned: false,
    banReason: null,
    banExpires: null,
    id: '1e7d9c04-5b3f-4a82-9d6e-c0f8b1a72e53',
    o: { id: 'd4b8f1c6-2e07-4953-8a6d-7f1c9e0b5a38', slug: 'blue-team', role: 'owner' },
    sub: '1e7d9c04-5b3f-4a82-9d6e-c0f8b1a72e53',
    exp,
    iss: neonAuthOrigin,
    aud: neonAuthOrigin,
  }),
  preset: (options) => providers.neonAuth({ url: `${neonAuthOrigin}/neondb/auth`, ...options }),
  audience: neonAuthOrigin,
}
