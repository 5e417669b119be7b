import { AuthError } from '../errors/auth-error.js'
import { isJsonObject } from '../keys/json-object.js'
import { assertSubject, type Claims } from '../session/claims.js'
import type { TokenRules } from './rules/token-rules.js'

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * Checks the claims of a token whose signature is good (RFC 7519, section 4.1).
 *
 * @param aud - that claim as it came
 * @throws {AuthError} `token_audience_mismatch`, `token_claims_invalid`, `token_expired`, `token_not_active`
 */
export function checkClaims(claims: Claims, aud: unknown, rules: TokenRules): void {
  checkKind(claims, rules.types)
  assertSubject(claims)
  checkAudience(aud, rules.audiences)
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
  const iat = readTime(claims, 'iat')
  if (exp !== undefined && exp + rules.clockTolerance <= now) {
    throw new AuthError('token_expired', 'The token has expired. Sign in again or refresh the token.')
  }
  if (nbf !== undefined && nbf - rules.clockTolerance > now) {
    throw new AuthError('token_not_active', 'The token is not valid yet ("nbf").')
  }
  if (iat !== undefined && iat - rules.furthestAhead > now) {
    throw new AuthError('token_not_active', 'The token was issued in the future ("iat"): compare the clocks.')
  }
}

/** Logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.4), which older servers sign as any other JWT. */
function checkKind({ events }: Claims, types: ReadonlySet<string>): void {
  if (!isJsonObject(events) || !Object.hasOwn(events, logoutEvent) || types.has('logout+jwt')) return
  throw new AuthError('token_claims_invalid', 'The token is a logout token ("events"), and opens no session.')
}

function checkAudience(aud: unknown, audiences: ReadonlySet<string> | undefined): void {
  if (audiences === undefined) return
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!named.some((name) => typeof name === 'string' && audiences.has(name))) {
    throw new AuthError(
      'token_audience_mismatch',
      'The "aud" claim of the token is missing or names no accepted audience.',
    )
  }
}

function readTime(claims: Claims, name: 'exp' | 'nbf' | 'iat'): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new AuthError('token_claims_invalid', `The "${name}" claim must be a number of seconds.`)
  }
  return value
}
