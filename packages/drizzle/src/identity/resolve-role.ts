import type { AuthSession } from '@rowauth/core'
import { deriveSession } from '@rowauth/core/internal'
import { grantedRole } from './granted-role.js'
import type { SettledOptions } from './options.js'
import { settingValues } from './setting-values.js'

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
