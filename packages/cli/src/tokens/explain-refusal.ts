import type { AuthErrorCode } from '@rowauth/core'
import { shapeProblems, unverifiedClaims } from './inspect-token.js'

/** What a token was checked against. */
export interface Expectation {
  readonly issuer: readonly string[]
  readonly audience: readonly string[]
  /** The key ids of the JWKS, where it could be had. */
  readonly keyIds: readonly string[] | undefined
}

/** What to look at for a refusal, without any value of the token. */
export function explainRefusal(code: AuthErrorCode, token: string, expected: Expectation): string[] {
  const { iss, aud, exp } = unverifiedClaims(token)
  switch (code) {
    case 'token_malformed':
      return shapeProblems(token)
    case 'token_issuer_mismatch':
      return [compare('iss', [iss], expected.issuer)]
    case 'token_audience_mismatch':
      return [compare('aud', Array.isArray(aud) ? aud : [aud], expected.audience)]
    case 'token_key_not_found':
      return [
        ...(expected.keyIds === undefined ? [] : [`The JWKS has the keys ${list(expected.keyIds)}.`]),
        'Is it the JWKS of the same issuer, and of the same environment (test or live)?',
      ]
    case 'token_signature_invalid':
      return ['The key was found, but the token was signed with another one, or changed afterwards.']
    case 'token_algorithm_not_allowed':
      return [
        'Allow an asymmetric algorithm with --algorithm, or have the issuer sign with one. HMAC is never accepted.',
      ]
    case 'token_expired':
      return typeof exp === 'number' && exp > 1e11 ? ['"exp" is in milliseconds, it seems.'] : []
    case 'token_not_active':
      return ['If the clocks of issuer and verifier differ, see --clock-tolerance.']
    case 'jwks_unavailable':
      return ['Open the address of the JWKS yourself: it must answer with JSON, without redirecting.']
    default:
      return []
  }
}

function compare(claim: string, found: readonly unknown[], expected: readonly string[]): string {
  const texts = found.filter((value): value is string => typeof value === 'string')
  if (texts.length === 0) return `The token has no "${claim}" that is a string.`
  const differs = (by: (text: string) => string) =>
    texts.some((text) => expected.some((each) => by(each) === by(text)))
  if (differs((text) => text.replace(/\/+$/, ''))) return `"${claim}" differs by a slash at its end only.`
  if (differs((text) => text.toLowerCase())) return `"${claim}" differs in upper and lower case only.`
  if (differs((text) => text.replace(/^https?:\/\//, '')))
    return `"${claim}" differs in http:// or https:// only.`
  if (differs((text) => text.trim())) return `"${claim}" differs in white space only.`
  return `"${claim}" is there, and is none of ${list(expected)}.`
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.map((value) => JSON.stringify(value)).join(', ')
}
