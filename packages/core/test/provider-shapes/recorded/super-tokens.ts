import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

export const superTokensKids = {
  dynamic: 'd-1732240000000',
  next: 'd-1732845000000',
  static: 's-6f0a2c8d-1b7e-4935-8c4f-d2e9a0b73516',
}

/**
 * https://supertokens.com/docs/additional-verification/session-verification/claim-validation and the core's
 * session documentation: key ids begin with d- (rotated every week) or s- (never), the header names a version.
 */
export const superTokens: ProviderShape = {
  alg: 'RS256',
  header: { kid: superTokensKids.dynamic, typ: 'JWT', version: '5' },
  jwks: ({ n, e }, other) => ({
    keys: [
      { kty: 'RSA', kid: superTokensKids.static, n: other.n, e: other.e, alg: 'RS256', use: 'sig' },
      { kty: 'RSA', kid: superTokensKids.dynamic, n, e, alg: 'RS256', use: 'sig' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iat,
    exp,
    sub: '7b3d9e15-0c8f-4a62-b1e4-5f6d2a9c8037',
    tId: 'public',
    rsub: '7b3d9e15-0c8f-4a62-b1e4-5f6d2a9c8037',
    sessionHandle: 'e4f1b8a2-6d93-4c07-8a5e-9b0c1d2f3e74',
    refreshTokenHash1: '9c2f7e81b4d05a36f8e1c7d20b94a6f35d8e0b17c2a49f63e5d1b8072c6f4a93',
    parentRefreshTokenHash1: null,
    antiCsrfToken: null,
    iss: 'https://api.example.com/auth',
    'st-ev': { v: true, t: (iat - 60) * 1000 },
    'st-role': { v: ['editor'], t: (iat - 60) * 1000 },
    'st-perm': { v: ['todo:read', 'todo:write'], t: (iat - 60) * 1000 },
  }),
  preset: (options) =>
    providers.superTokens({
      connectionUri: 'https://st-prod.aws.example.com',
      apiDomain: 'https://api.example.com',
      ...options,
    }),
}

/** The same with `useDynamicAccessTokenSigningKey: false`. */
export const superTokensStatic: ProviderShape = {
  ...superTokens,
  header: { kid: superTokensKids.static, typ: 'JWT', version: '5' },
  jwks: (key, other) => superTokens.jwks(other, key),
}
