import { claimPath } from '../policy/expressions/session-value.js'
import { isPostgresText } from '../policy/expressions/sql-text.js'
import type { SettingFromClaims, SettledSetting } from './setting-values.js'

const reserved = new Set(['role', 'session_authorization', 'request.jwt.claims', 'rowauth.session'])

/** As PostgreSQL takes names of settings (`valid_custom_variable_name` in guc.c): identifiers with dots between. */
const settingName = /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*(?:\.[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)*$/i

/**
 * The settings as they are now, checked.
 *
 * @throws {TypeError} for a name that is the session's own, cannot be, or comes twice, and for a value that is neither
 *   a text, what `claim()` returns, nor a function
 */
export function settledSettings(settings: unknown): readonly SettledSetting[] {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new TypeError("`settings` must be an object of names and values, as in { 'app.tenant_id': … }.")
  }
  const seen = new Set<string>()
  return Object.entries(settings).map(([name, value]) => {
    assertSettingName(name)
    if (seen.has(name.toLowerCase())) {
      throw new TypeError(
        `\`settings\` names "${name}" twice: to PostgreSQL, upper and lower case are the same.`,
      )
    }
    seen.add(name.toLowerCase())
    return settledSetting(name, value)
  })
}

function assertSettingName(name: string): void {
  if (reserved.has(name.toLowerCase())) {
    throw new TypeError(`\`settings\` cannot hold "${name}", which is the session's own.`)
  }
  if (!settingName.test(name)) {
    throw new TypeError(
      `\`settings\` cannot hold ${JSON.stringify(name)}: PostgreSQL takes names such as "app.tenant_id", of letters, ` +
        'digits, "_" and "$", with a dot in those of your own.',
    )
  }
}

function settledSetting(name: string, value: unknown): SettledSetting {
  if (typeof value === 'string') {
    if (isPostgresText(value)) return { name, constant: value }
    throw new TypeError(
      `\`settings\` holds U+0000 or a lone surrogate for "${name}", which PostgreSQL cannot hold.`,
    )
  }
  if (typeof value === 'function') return { name, from: value as SettingFromClaims }
  const path = claimPath(value)
  if (path !== undefined) return { name, path }
  throw new TypeError(
    `\`settings\` must hold a string for "${name}", what claim('…') returns, or a function of the claims.`,
  )
}
