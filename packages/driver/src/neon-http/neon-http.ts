import { AuthError, type AuthSession } from '@rowauth/core'
import { sessionClaimsJson, sessionSettings, usableToken } from '@rowauth/core/internal'
import type { AuthDriver, TransactionOptions } from '../auth-driver.js'
import { claimsStatement, defaultRole, roleOf, settingsStatement } from '../claims-statement.js'
import { type PgStatement, statementText } from '../pg-statement.js'
import { classifyStatement } from '../transaction-control.js'
import { neonAuthError } from './neon-auth-errors.js'
import { neonTransactionOptions } from './neon-transaction-options.js'
import type { NeonCalls, NeonQuery, NeonQueryOptions, NeonResult } from './neon-types.js'
import { withoutRequest } from './quoted-request.js'

export interface NeonHttpOptions {
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

/** What goes in front of the statements of a request, and with it. */
interface Opening {
  readonly first: readonly { text: string; values: string[] }[]
  readonly authToken?: string
  /** The token or the claims: what no error may hold. */
  readonly secret: string
}

/**
 * Sends statements through `neon()` of `@neondatabase/serverless`: one HTTP request per statement or batch.
 *
 * @param sql - what `neon(connectionString)` returns; it is not changed
 * @throws {TypeError} for anything else
 *
 * @example
 * const driver = neonHttp(neon(process.env.DATABASE_URL))
 * const [todos, count] = await driver.batch(session, ['select * from todos', 'select count(*) from todos'])
 */
export function neonHttp(sql: NeonQuery, options: NeonHttpOptions = {}): AuthDriver<NeonResult, PgStatement> {
  if (typeof sql !== 'function' || typeof sql.query !== 'function' || typeof sql.transaction !== 'function') {
    throw new TypeError('neonHttp() takes what neon() of @neondatabase/serverless returns.')
  }
  const { mode = 'claims', role = defaultRole } = options
  if (mode !== 'claims' && mode !== 'token') throw new TypeError('"mode" is "claims" or "token".')
  const { query, transaction } = sql as unknown as NeonCalls

  const opening = (session: AuthSession): Opening => {
    if (mode === 'claims') return { first: [claimsStatement(session)], secret: sessionClaimsJson(session) }
    const authToken = usableToken(session)
    if (roleOf(session) !== role) {
      throw new AuthError('unsupported', 'In token mode the role is the user of the connection string.')
    }
    const settings = settingsStatement(sessionSettings(session))
    return { first: settings === undefined ? [] : [settings], authToken, secret: authToken }
  }

  const send = async (
    session: AuthSession,
    statements: readonly PgStatement[],
    transactionOptions?: TransactionOptions,
  ): Promise<NeonResult[]> => {
    const { first, authToken, secret } = opening(session)
    const settings = { ...neonTransactionOptions(transactionOptions), fullResults: true } as const
    const calls = [...first, ...statements].map((statement) => callOf(statement, authToken))
    const queries = calls.map(({ text, values, options }) => query(text, values, options))
    const [only] = queries
    try {
      if (only === undefined) return []
      if (queries.length === 1 && transactionOptions === undefined) return [await only]
      const results =
        authToken === undefined
          ? await transaction(queries, settings)
          : await only.execute(
              queries.map(({ queryData }) => queryData),
              // transaction() takes no token. The options of a query do, and of a list its own by position.
              { authToken, ...calls.map(({ options }) => options) },
              settings,
            )
      if (results.length !== queries.length) {
        throw new Error('The endpoint answered with another number of results than of statements.')
      }
      return results.slice(first.length)
    } catch (error) {
      throw neonAuthError(secret === '' ? error : withoutRequest(error, secret))
    }
  }

  return {
    verifiesTokens: mode === 'token',
    async query(session, statement) {
      const [result] = await send(session, [statement])
      return result as NeonResult
    },
    async batch(session, statements, transactionOptions = {}) {
      if (statements.length > 0) return await send(session, statements, transactionOptions)
      opening(session)
      return []
    },
    async transaction(session) {
      opening(session)
      throw new AuthError(
        'unsupported',
        'A transaction cannot stay open between HTTP requests. Send its statements together with batch().',
      )
    },
  }
}

function callOf(
  statement: PgStatement,
  authToken: string | undefined,
): { text: string; values: readonly unknown[]; options: NeonQueryOptions } {
  const text = statementText(statement)
  classifyStatement(text, 'own transaction')
  const config: Exclude<PgStatement, string> = typeof statement === 'string' ? { text } : statement
  const { values, rowMode, types } = config
  const options = {
    fullResults: true,
    arrayMode: rowMode === 'array',
    ...(types === undefined ? {} : { types }),
    ...(authToken === undefined ? {} : { authToken }),
  } as const
  return { text, values: values ?? [], options }
}
