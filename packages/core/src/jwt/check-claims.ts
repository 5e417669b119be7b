import { AuthError } from '../errors/auth-error.js'
import type { JsonObject } from '../keys/json-object.js'
import type { TokenRules } from './token-rules.js'

/**
 * Checks the claims of a token whose signature is good (RFC 7519, section 4.1).
 *
 * @throws {AuthError} `token_audience_mismatch`, `token_claims_invalid`, `token_expired`, `token_not_active`
 */
export function checkClaims(claims: JsonObject, rules: TokenRules): void {
  checkAudience(claims, rules.audiences)
  for (const name of rules.requiredClaims) {
    if (!Object.hasOwn(claims, name) || claims[name] === null) {
      throw new AuthError(
        'token_claims_invalid',
        `The token lacks the required claim ${JSON.stringify(name)}.`,
      )
    }
  }
  const now = Date.now() / 1000
  const exp = readTime(claims, 'exp')
  const nbf = readTime(claims, 'nbf')
  readTime(claims, 'iat')
  if (exp !== undefined && exp + rules.clockTolerance <= now) {
    throw new AuthError('token_expired', 'The token has expired. Sign in again or refresh the token.')
  }
  if (nbf !== undefined && nbf - rules.clockTolerance > now) {
    throw new AuthError('token_not_active', 'The token is not valid yet ("nbf").')
  }
}

function checkAudience({ aud }: JsonObject, audiences: ReadonlySet<string> | undefined): void {
  if (audiences === undefined) return
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!named.some((name) => typeof name === 'string' && audiences.has(name))) {
    throw new AuthError(
      'token_audience_mismatch',
      'The "aud" claim of the token is missing or names no accepted audience.',
    )
  }
}

function readTime(claims: JsonObject, name: 'exp' | 'nbf' | 'iat'): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new AuthError('token_claims_invalid', `The "${name}" claim must be a number of seconds.`)
  }
  return value
}
