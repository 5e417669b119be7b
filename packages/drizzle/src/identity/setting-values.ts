import { AuthError, type AuthSession, anonymousSession, type Claims } from '@rowauth/core'
import { isPostgresText } from '../policy/expressions/sql-text.js'
import { claimAt } from './claim-at.js'

/** Reads the value of a setting from the verified claims, which are frozen; undefined or null: there is none. */
export type SettingFromClaims = (claims: Claims) => string | undefined | null

/** One setting, checked: a constant, or where its value comes from. */
export type SettledSetting =
  | { readonly name: string; readonly constant: string }
  | { readonly name: string; readonly path: readonly string[] }
  | { readonly name: string; readonly from: SettingFromClaims }

/** Whether the value comes from the claims of a session. */
export function isFromClaims(setting: SettledSetting): boolean {
  return !('constant' in setting)
}

/**
 * The settings of one session. What its claims do not say is the empty string and never left out: Postgres would go
 * on with what the connection holds under that name.
 *
 * @throws {AuthError} `token_claims_invalid` for a text that Postgres cannot hold
 * @throws {TypeError} when a function gives something else than a string, undefined or null
 */
export function settingValues(
  settings: readonly SettledSetting[],
  session: AuthSession,
): Readonly<Record<string, string>> {
  return Object.fromEntries(settings.map((setting) => [setting.name, valueFor(setting, session)]))
}

function valueFor(setting: SettledSetting, session: AuthSession): string {
  if ('constant' in setting) return setting.constant
  if (session === anonymousSession) return ''
  if ('path' in setting) return textOf(claimAt(session.claims, setting.path))
  const value: unknown = setting.from(session.claims)
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') {
    throw new TypeError(
      `The function for "${setting.name}" in \`settings\` must return a string, undefined or null, and not a promise.`,
    )
  }
  if (!isPostgresText(value)) {
    throw new AuthError(
      'token_claims_invalid',
      `The value of "${setting.name}" in \`settings\` holds U+0000 or a lone surrogate, which PostgreSQL cannot hold.`,
    )
  }
  return value
}

/**
 * A string as it is, JSON null as nothing, everything else as JSON. Where `claim(path)` in SQL gives the text of `jsonb`, it is
 * that of JavaScript: the same for strings and whole numbers, and another for `1.50`, powers, lists and objects.
 */
function textOf(claim: unknown): string {
  if (claim === undefined || claim === null) return ''
  return typeof claim === 'string' ? claim : JSON.stringify(claim)
}
