import { assertOptions } from '../assert-options.js'
import { defaultNames } from '../schema/default-names.js'
import { sharedByCopies } from '../shared-by-copies.js'
import { type AuthSession, createSession } from './auth-session.js'
import { type Claims, serializeClaims } from './claims.js'

/** Seconds of the year 5138; in milliseconds it is 1973. */
const noSeconds = 100_000_000_000

/**
 * Makes a session of claims that something else has verified already: a gateway, a framework, a signed cookie.
 * rowauth checks nothing but their form and `exp`. Never give it what a client sent.
 *
 * @param claims - the verified claims; copied
 * @param options - `role`: the Postgres role to take instead of the default one; `expiresAt`: when the session ends, in
 *   seconds since the epoch. It ends with the earlier one of that and the claim `exp`, for which 30 seconds of leeway hold
 * @throws {AuthError} `token_claims_invalid` when Postgres cannot hold the claims, when they have a number that JavaScript
 *   has rounded or that JSON does not have, and when `sub` is empty
 * @throws {TypeError} when `role` is empty or `none`, when `expiresAt` is no finite number or one of milliseconds, and for another option
 *
 * @example
 * const session = trustClaims({ sub: user.id }, { expiresAt: login.expiresAt.getTime() / 1000 })
 */
export function trustClaims(
  claims: Claims,
  options: { role?: string; expiresAt?: number } = {},
): AuthSession {
  assertOptions('trustClaims()', options, { role: true, expiresAt: true })
  // Its own, never those that an object inherits.
  const { role, expiresAt } = { ...options }
  if (expiresAt !== undefined && !Number.isFinite(expiresAt)) {
    throw new TypeError('`expiresAt` must be a number of seconds since the epoch.')
  }
  if (expiresAt !== undefined && expiresAt >= noSeconds) {
    throw new TypeError('`expiresAt` must be a number of seconds since the epoch, and not of milliseconds.')
  }
  return createSession(serializeClaims(claims), { role, expiresAt })
}

/** Nobody: no claims, the role `anonymous`. Hand it (or `null`) to `$withAuth` for visitors. */
export const anonymousSession: AuthSession = /* @__PURE__ */ sharedByCopies('anonymous session 1', () =>
  createSession(serializeClaims({}), { role: defaultNames.anonymous }),
)
