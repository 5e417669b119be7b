import { AuthError } from '../../errors/auth-error.js'
import { refusePromise } from '../../refuse-promise.js'
import type { Claims } from '../../session/claims.js'
import type { VerifierOptions } from '../verifier-options.js'
import { readNames } from './read-names.js'

/** Which issuers are accepted. */
export interface IssuerRule {
  readonly names: ReadonlySet<string>
  /** True for further ones. */
  readonly accepts: ((iss: string, claims: Claims) => unknown) | undefined
}

const noNames: ReadonlySet<string> = new Set()

/** @throws {TypeError} for an option that cannot be meant */
export function readIssuerRule(value: VerifierOptions['issuer']): IssuerRule | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'function') return { names: noNames, accepts: value }
  return { names: readNames('issuer', value) ?? noNames, accepts: undefined }
}

/**
 * Is this issuer accepted, of claims that nobody has verified yet?
 *
 * @param claims - called when a function has to be given them
 * @throws what `claims` throws; what a function of the caller's throws; {TypeError} when that gives a promise, which would have to be awaited
 */
export function admitsIssuer({ names, accepts }: IssuerRule, iss: unknown, claims: () => Claims): boolean {
  if (typeof iss !== 'string' || iss === '') return false
  if (names.has(iss)) return true
  if (accepts === undefined) return false
  const answer = accepts(iss, claims())
  refusePromise('The function `issuer`', answer)
  return answer === true
}

export function issuerMismatch(): AuthError {
  return new AuthError(
    'token_issuer_mismatch',
    'The "iss" claim of the token is missing or not an accepted issuer.',
  )
}
