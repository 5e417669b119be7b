import { AuthError } from '../errors/auth-error.js'
import { type ClaimsText, parseClaims, readClaimsText } from './claims-text.js'

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

/** @throws {AuthError} `token_claims_invalid` for an empty `sub`: `user?.id ?? ''` is a fault, and nobody's name */
export function assertSubject({ sub }: Claims): void {
  if (sub === '') throw new AuthError('token_claims_invalid', 'The "sub" claim is empty, so it names nobody.')
}

/**
 * The claims as the JSON text that Postgres receives, and a frozen copy.
 *
 * @throws {AuthError} `token_claims_invalid` for what `jsonb` cannot hold (see `readClaimsText`); for whole numbers that
 *   JavaScript has rounded; for NaN and infinities, of which JSON would make null; and for what is no JSON object.
 */
export function serializeClaims(claims: unknown): ClaimsText {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw notAnObject()
  // Of these JSON makes {}: a user without a name for a forgotten `await`.
  if (claims instanceof Promise || claims instanceof Map) throw notAnObject()
  let endless = false
  let json: string | undefined
  try {
    json = JSON.stringify(claims, (_, value) => {
      endless ||= isEndless(value)
      return value
    })
  } catch {
    // A cycle or a bigint. The error's own message would quote property names.
    throw new AuthError('token_claims_invalid', 'The claims cannot be written as JSON.')
  }
  if (endless) {
    throw new AuthError('token_claims_invalid', 'The claims hold NaN or Infinity, which JSON does not have.')
  }
  // A `toJSON` method can turn an object into anything.
  const parsed = json === undefined ? undefined : parseClaims(json)
  if (json === undefined || parsed === undefined) throw notAnObject()
  const written = readClaimsText(json, parsed)
  if (written.hasLargeNumber) {
    throw new AuthError(
      'token_claims_invalid',
      'The claims hold a whole number beyond 2^53; write it as a string.',
    )
  }
  return written
}

function isEndless(value: unknown): boolean {
  return (typeof value === 'number' || value instanceof Number) && !Number.isFinite(Number(value))
}

function notAnObject(): AuthError {
  return new AuthError(
    'token_claims_invalid',
    'The claims must be a JSON object, and no promise or Map of them.',
  )
}
