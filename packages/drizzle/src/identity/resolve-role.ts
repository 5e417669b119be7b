import { AuthError, type AuthSession, anonymousSession } from '@rowauth/core'
import { deriveSession } from '@rowauth/core/internal'
import type { RoleOptions, WithAuthOptions } from './options.js'

function claimedRole({ claims }: AuthSession, claim: string | readonly string[]): unknown {
  let value: unknown = claims
  for (const name of typeof claim === 'string' ? [claim] : claim) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

function roleOf(session: AuthSession, options: RoleOptions): string {
  const { authenticated = 'authenticated', anonymous = 'anonymous', claim, allowed } = options
  if (session === anonymousSession) return anonymous
  const named = session.role ?? (claim === undefined ? undefined : claimedRole(session, claim))
  if (named === undefined) return authenticated
  if (typeof named !== 'string' || (allowed !== undefined && !allowed.includes(named))) {
    throw new AuthError('role_not_allowed', 'The role that the session names is not in "roles.allowed".')
  }
  return named
}

/**
 * Gives sessions the role and settings that a database is configured with. A session is worked out once, and
 * forgotten with it.
 */
export function roleResolver({
  roles = {},
  settings,
}: WithAuthOptions): (session: AuthSession) => AuthSession {
  const resolved = new WeakMap<AuthSession, AuthSession>()
  return (session) => {
    let derived = resolved.get(session)
    if (derived === undefined) {
      derived = deriveSession(session, { role: roleOf(session, roles), settings })
      resolved.set(session, derived)
    }
    return derived
  }
}
