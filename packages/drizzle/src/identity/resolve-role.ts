import { AuthError, type AuthSession, anonymousSession } from '@rowauth/core'
import { deriveSession, roleClaims } from '@rowauth/core/internal'
import { claimAt } from './claim-at.js'
import type { SettledOptions, SettledRoles } from './options.js'
import { settingValues } from './setting-values.js'
import { assertTrusted } from './trusted-role.js'

function grantedRole(session: AuthSession, roles: SettledRoles): string {
  const { authenticated, anonymous, claim, allowed, trusted } = roles
  if (session === anonymousSession) return anonymous
  // Only its own: somebody may have put a "role" on every object there is.
  const own = Object.hasOwn(session, 'role') ? session.role : undefined
  if (own !== undefined && trusted !== undefined) {
    assertTrusted(own, roles)
    return own
  }
  const named = own ?? (claim === undefined ? undefined : claimAt(roleClaims(session), claim))
  if (named === undefined) return authenticated
  if (typeof named !== 'string' || (allowed !== undefined && !allowed.includes(named))) {
    throw new AuthError('role_not_allowed', 'The role that the session names is not in `roles.allowed`.')
  }
  return named
}

/**
 * Gives sessions the role and settings that a database is configured with. A session is worked out once, and
 * forgotten with it.
 */
export function roleResolver({ roles, settings }: SettledOptions): (session: AuthSession) => AuthSession {
  const resolved = new WeakMap<AuthSession, AuthSession>()
  return (session) => {
    let derived = resolved.get(session)
    if (derived === undefined) {
      derived = deriveSession(session, {
        role: grantedRole(session, roles),
        settings: settings && settingValues(settings, session),
      })
      resolved.set(session, derived)
    }
    return derived
  }
}
