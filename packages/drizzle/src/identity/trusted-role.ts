import { AuthError, type AuthSession } from '@rowauth/core'
import type { SettledRoles } from './role-options.js'

/**
 * The session of a token, with the role that its verifier gave it, if any.
 *
 * @throws {AuthError} `role_not_allowed` for a role of `roles.trusted`: a verifier may be anybody's
 */
export function tokenSession(session: AuthSession, { trusted }: SettledRoles): AuthSession {
  if (session.role !== undefined && trusted?.includes(session.role)) {
    throw new AuthError(
      'role_not_allowed',
      'No token names a role of `roles.trusted`: `trustClaims` alone does.',
    )
  }
  return session
}

/**
 * @param role - that `trustClaims` was given
 * @throws {AuthError} `role_not_allowed` when it is neither one of the `trusted` roles nor allowed
 */
export function assertTrusted(
  role: string,
  { authenticated, allowed = [], trusted = [] }: SettledRoles,
): void {
  if ([authenticated, ...allowed, ...trusted].includes(role)) return
  throw new AuthError(
    'role_not_allowed',
    'The role that the session names is neither in `roles.trusted` nor in `roles.allowed`.',
  )
}
