import { assertOptions } from '../assert-options.js'
import { defaultNames } from '../schema/default-names.js'
import { sharedByCopies } from '../shared-by-copies.js'
import { type AuthSession, createSession } from './auth-session.js'
import type { Claims } from './claims.js'

/**
 * Makes a session of claims that something else has verified already: a gateway, a framework, a signed cookie.
 * rowauth checks nothing but their form and `exp`. Never give it what a client sent.
 *
 * @param claims - the verified claims; copied
 * @param options - `role`: the Postgres role to take instead of the default one
 * @throws {AuthError} `token_claims_invalid` when Postgres cannot hold the claims
 * @throws {TypeError} when `role` is empty or `none`, and for another option
 */
export function trustClaims(claims: Claims, options: { role?: string } = {}): AuthSession {
  assertOptions('trustClaims()', options, { role: true })
  // Its own, never one that an object inherits.
  return createSession({ claims, role: Object.hasOwn(options, 'role') ? options.role : undefined })
}

/** Nobody: no claims, the role `anonymous`. Hand it (or `null`) to `$withAuth` for visitors. */
export const anonymousSession: AuthSession = /* @__PURE__ */ sharedByCopies('anonymous session 1', () =>
  createSession({ claims: {}, role: defaultNames.anonymous }),
)
