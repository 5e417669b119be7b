import { AuthError, type AuthErrorCode } from '@rowauth/core'

/**
 * What Neon's proxy says of a token that it refuses (neondatabase/neon, proxy/src/auth/backend/jwt.rs). Its
 * errors have no code of their own, and some messages quote claims.
 */
const refusals: readonly (readonly [start: string, code: AuthErrorCode, message: string])[] = [
  ['jwk not found', 'token_key_not_found', 'The endpoint knows no key that fits the token.'],
  [
    'missing key id',
    'token_key_not_found',
    'The endpoint wants a key id ("kid") in the header of the token.',
  ],
  [
    'Provided authentication token is not a valid JWT encoding',
    'token_malformed',
    'The token is not a signed JWT.',
  ],
  [
    'signature algorithm not supported',
    'token_algorithm_not_allowed',
    'The endpoint takes ES256 and RS256 only.',
  ],
  ['signature error', 'token_signature_invalid', 'The signature of the token does not match its content.'],
  ['invalid JWT token audience', 'token_audience_mismatch', 'The token is meant for another audience.'],
  ['JWT token has expired', 'token_expired', 'The token has expired. Sign in again or refresh the token.'],
  ['JWT token is not yet ready to use', 'token_not_active', 'The token is not valid yet ("nbf").'],
]

/** The refusal of a token as an {@link AuthError}; any other error as it is. */
export function neonAuthError(error: unknown): unknown {
  if (!(error instanceof Error) || ('code' in error && error.code)) return error
  for (const [start, code, message] of refusals) {
    if (error.message.includes(start)) return new AuthError(code, message)
  }
  return error
}
