import { AuthError } from '../errors/auth-error.js'
import type { VerifierOptions } from '../jwt/verifier-options.js'
import type { Claims } from '../session/claims.js'
import { type ProviderOptions, preset } from './preset.js'
import { readHost } from './provider-input.js'

/**
 * Clerk session tokens. They have no `aud` unless a JWT template adds one. Those of a session whose user has tasks left, such as
 * choosing an organization (`sts` is `pending`), are refused with `token_claims_invalid`.
 *
 * @param options - `domain`: the host of the Frontend API URL, such as `clerk.example.com`; `authorizedParties`: the origins of
 *   your front ends, such as `https://example.com`. Clerk recommends it: a token that was made for another one (`azp`) is
 *   refused with `token_claims_invalid`; one that names none is not, as with Clerk's own middleware
 * @see https://clerk.com/docs/guides/sessions/manual-jwt-verification
 */
export function clerk(
  options: ProviderOptions & { readonly domain: string; readonly authorizedParties?: readonly string[] },
): VerifierOptions {
  const issuer = `https://${readHost('domain', options?.domain)}`
  const parties = readParties(options.authorizedParties)
  const base: VerifierOptions = { jwks: `${issuer}/.well-known/jwks.json`, issuer }
  const verified = preset('clerk', ['domain', 'authorizedParties'], base, options)
  return {
    ...verified,
    check: (claims) => isUsable(claims, parties) && (verified.check === undefined || verified.check(claims)),
  }
}

function isUsable({ azp, sts }: Claims, parties: ReadonlySet<unknown> | undefined): true {
  if (azp !== undefined && azp !== null && parties?.has(azp) === false) {
    throw new AuthError('token_claims_invalid', 'The token was made for another front end ("azp").')
  }
  if (sts === 'pending') {
    throw new AuthError(
      'token_claims_invalid',
      'The session of the token is pending ("sts"): its user has to finish something first.',
    )
  }
  return true
}

function readParties(value: unknown): ReadonlySet<unknown> | undefined {
  if (value === undefined) return undefined
  const isOrigin = (party: unknown) => typeof party === 'string' && party !== '' && !party.endsWith('/')
  if (!Array.isArray(value) || value.length === 0 || !value.every(isOrigin)) {
    throw new TypeError(
      '`authorizedParties` must hold origins such as "https://example.com", without a slash at their end.',
    )
  }
  return new Set(value)
}
