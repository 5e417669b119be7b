import { AuthError } from '@rowauth/core'
import { assertOptions, type OptionNames, sessionSettings, usableToken } from '@rowauth/core/internal'
import type { ObservableDriver } from '../auth-driver.js'
import { createDriver } from '../flow/create-driver.js'
import { defaultRole, sessionRole, settingsStatement } from '../opening/claims-statement.js'
import type { OpeningOf } from '../opening/opening.js'
import { trustMode, type VerificationOptions, verificationOptions } from '../opening/trust-mode.js'
import type { PgStatement } from '../pg-statement.js'
import { neonConnections } from './neon-connections.js'
import type { NeonCalls, NeonQuery, NeonResult } from './neon-types.js'

export interface NeonHttpOptions extends VerificationOptions {
  /**
   * - `claims` (default): rowauth has verified the token; role and claims travel in front of the statements, in
   *   the same request. Works on every Neon project.
   * - `token`: the token itself travels, and the endpoint verifies it.
   */
  readonly mode?: 'claims' | 'token'
  /**
   * In `token` mode: the user of the connection string, whose role the endpoint takes. Default `authenticated`.
   * A session that would need another role is refused.
   */
  readonly role?: string
}

const names = {
  ...verificationOptions,
  mode: true,
  role: true,
} as const satisfies OptionNames<NeonHttpOptions>

/** Token mode: the endpoint verifies the token, and sets role and claims itself. */
function tokenOpening(role: string): OpeningOf {
  return (session) => {
    const token = usableToken(session)
    if (sessionRole(session) !== role) {
      throw new AuthError('unsupported', 'In `token` mode the role is the user of the connection string.')
    }
    const settings = settingsStatement(sessionSettings(session))
    return { role, secret: token, token, statement: () => settings }
  }
}

/**
 * Sends statements through `neon()` of `@neondatabase/serverless`: one HTTP request per statement or batch.
 *
 * @param sql - what `neon(connectionString)` returns; it is not changed
 * @throws {TypeError} for anything else, and for options that cannot be
 *
 * @example
 * const driver = neonHttp(neon(process.env.DATABASE_URL))
 * const [todos, count] = await driver.batch(session, ['select * from todos', 'select count(*) from todos'])
 */
export function neonHttp(
  sql: NeonQuery,
  options: NeonHttpOptions = {},
): ObservableDriver<NeonResult, PgStatement> {
  if (typeof sql !== 'function' || typeof sql.query !== 'function' || typeof sql.transaction !== 'function') {
    throw new TypeError('neonHttp() takes what neon() of @neondatabase/serverless returns.')
  }
  assertOptions('neonHttp()', options, names)
  const { mode = 'claims', role = defaultRole } = options
  if (mode !== 'claims' && mode !== 'token') throw new TypeError('`mode` is "claims" or "token".')
  const connections = neonConnections(sql as unknown as NeonCalls)
  const { openingOf, verifiesTokens } = trustMode(options)
  if (mode === 'claims') return createDriver(connections, openingOf, { verifiesTokens })
  if (verifiesTokens)
    throw new TypeError('In `token` mode the endpoint verifies, in the place of the database.')
  return createDriver(connections, tokenOpening(role), { verifiesTokens: true })
}
