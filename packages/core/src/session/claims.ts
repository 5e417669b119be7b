import { AuthError } from '../errors/auth-error.js'

/** The payload of a JWT (RFC 7519, section 4). */
export interface Claims {
  readonly iss?: string
  readonly sub?: string
  readonly aud?: string | readonly string[]
  /** Seconds since the epoch. */
  readonly exp?: number
  /** Seconds since the epoch. */
  readonly nbf?: number
  /** Seconds since the epoch. */
  readonly iat?: number
  readonly jti?: string
  readonly [claim: string]: unknown
}

const loneSurrogate = /\p{Surrogate}/u

/**
 * The claims as the JSON text that Postgres receives.
 *
 * @throws {AuthError} `token_claims_invalid` for what `jsonb` cannot hold: U+0000 and lone surrogates, in a
 *   name or a value (PostgreSQL manual, section 8.14); for whole numbers that JavaScript rounds; and for what is
 *   no JSON object.
 */
export function serializeClaims(claims: unknown): string {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw new AuthError('token_claims_invalid', 'The claims must be a JSON object.')
  }
  let unstorable = false
  let rounded = false
  const check = (text: string) => {
    unstorable ||= text.includes('\u0000') || loneSurrogate.test(text)
  }
  let json: string | undefined
  try {
    json = JSON.stringify(claims, (name, value) => {
      check(name)
      if (typeof value === 'string') check(value)
      // Two ids that differ in their last digit would have become the same one.
      rounded ||= Number.isInteger(value) && !Number.isSafeInteger(value)
      return value
    })
  } catch {
    // A cycle or a bigint. The error's own message would quote property names.
    throw new AuthError('token_claims_invalid', 'The claims cannot be written as JSON.')
  }
  // A `toJSON` method can turn an object into anything.
  if (json?.startsWith('{') !== true) {
    throw new AuthError('token_claims_invalid', 'The claims must be a JSON object.')
  }
  if (unstorable) {
    throw new AuthError(
      'token_claims_invalid',
      'The claims hold U+0000 or a lone surrogate, which PostgreSQL cannot store as jsonb.',
    )
  }
  if (rounded) {
    throw new AuthError(
      'token_claims_invalid',
      'The claims hold a whole number beyond 2^53; write it as a string.',
    )
  }
  return json
}
