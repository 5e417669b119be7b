import type { AuthSession } from '@rowauth/core'
import { assertUsableSession, defaultNames, sessionClaimsJson, sessionSettings } from '@rowauth/core/internal'
import type { OpeningStatement } from './opening.js'

/** The role of a session that names none. */
export const defaultRole = defaultNames.authenticated

/** The role that a session takes: its own, for somebody may have put a "role" on every object there is. */
export function sessionRole(session: AuthSession): string {
  return (Object.hasOwn(session, 'role') ? session.role : undefined) ?? defaultRole
}

/**
 * The statement that puts a session into the current transaction, and there only. Everything that comes from
 * the session travels as a parameter, and nothing of it comes back: set_config would return what it has set.
 *
 * @throws {TypeError} when the value is not a session
 * @throws {AuthError} `token_expired`; `unsupported` for a token that nobody has verified
 */
export function claimsStatement(session: AuthSession): OpeningStatement {
  assertUsableSession(session)
  const opening: OpeningStatement = {
    text:
      "select pg_catalog.set_config('role', $1, true) is null, " +
      "pg_catalog.set_config('request.jwt.claims', $2, true) is null",
    values: [sessionRole(session), sessionClaimsJson(session)],
    sets: ['role', 'request.jwt.claims'],
  }
  return withSettings(opening, sessionSettings(session))
}

/** The same for settings alone, where the endpoint sets role and claims itself; undefined when there are none. */
export function settingsStatement(settings: Readonly<Record<string, string>>): OpeningStatement | undefined {
  if (Object.keys(settings).length === 0) return undefined
  return withSettings({ text: 'select null', values: [], sets: [] }, settings)
}

/** The statement, with further settings behind it. */
export function withSettings(
  { text, values, sets }: OpeningStatement,
  settings: Readonly<Record<string, string>>,
): OpeningStatement {
  const all = [...values]
  let whole = text
  for (const [name, value] of Object.entries(settings)) {
    all.push(name, value)
    whole += `, pg_catalog.set_config($${all.length - 1}, $${all.length}, true) is null`
  }
  return { text: whole, values: all, sets: [...sets, ...Object.keys(settings)] }
}
