import type { AuthSession } from '@rowauth/core'
import { assertUsableSession, sessionClaimsJson, sessionSettings } from '@rowauth/core/internal'

/** The role of a session that names none. */
const defaultRole = 'authenticated'

/**
 * The statement that puts a session into the current transaction, and there only. Everything that comes from
 * the session travels as a parameter.
 *
 * @throws {TypeError} when the value is not a session
 * @throws {AuthError} `token_expired`
 */
export function claimsStatement(session: AuthSession): { text: string; values: string[] } {
  assertUsableSession(session)
  const values = [session.role ?? defaultRole, sessionClaimsJson(session)]
  let text =
    "select pg_catalog.set_config('role', $1, true), pg_catalog.set_config('request.jwt.claims', $2, true)"
  for (const [name, value] of Object.entries(sessionSettings(session))) {
    values.push(name, value)
    text += `, pg_catalog.set_config($${values.length - 1}, $${values.length}, true)`
  }
  return { text, values }
}
