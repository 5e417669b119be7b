import type { AuthSession } from '@rowauth/core'
import { AuthError } from '@rowauth/core'
import type { ObservableDriver, OnQuery, TransactionOptions } from '../auth-driver.js'
import type { OpeningOf } from '../opening/opening.js'
import { type PgStatement, statementText } from '../pg-statement.js'
import { classifyStatement } from '../sql/classify-statement.js'
import type { Connections } from './connection.js'
import { joinedConnections } from './joined-connections.js'
import { observed } from './observe.js'
import { OpenTransaction } from './open-transaction.js'
import { beginSteps, commitStep, type Step, userStep } from './step.js'
import { sendAlone } from './whole-message.js'

export interface DriverOptions {
  /** The endpoint verifies tokens, so sessions may carry one that nobody has verified yet. */
  readonly verifiesTokens?: boolean | undefined
  /** BEGIN and COMMIT are around every message, also where the server would hold it to be one transaction anyway. */
  readonly explicitTransactions?: boolean | undefined
  /** Told of each call when it is over. */
  readonly onQuery?: OnQuery | undefined
}

/**
 * A driver: everything that does not depend on the client, once. Statements are looked at and refused, sessions
 * opened, transactions and savepoints kept, failed messages rolled back or repeated, connections released.
 *
 * @param connections - the client: where connections come from, and how they send
 * @param openingOf - the trust mode: how a session gets into a transaction
 * @example
 * const driver = createDriver(connectionsOf(client), claimsOpening)
 */
export function createDriver<Result>(
  connections: Connections<Result>,
  openingOf: OpeningOf,
  options: DriverOptions = {},
): ObservableDriver<Result, PgStatement> {
  const { onQuery, verifiesTokens = false, explicitTransactions = false } = options
  const { onlyWhole, joined } = connections

  /** One message for all statements, in a transaction of its own. */
  const whole = async (
    session: AuthSession,
    statements: readonly PgStatement[],
    transactionOptions?: TransactionOptions,
  ): Promise<Result[]> => {
    const opening = openingOf(session)
    let explicit = explicitTransactions || transactionOptions !== undefined
    const steps = statements.map((statement) => {
      const kind = classifyStatement(statementText(statement), 'own transaction')
      explicit ||= kind === 'may-commit'
      return userStep(statement, opening.role, kind)
    })
    const begin = explicit ? beginSteps(transactionOptions) : []
    const commit: Step[] = explicit ? [commitStep] : []
    if (steps.length === 0) return []
    const build = (opened: readonly Step[]) => [...begin, ...opened, ...steps, ...commit]
    const configs = steps.map(({ config }) => config)
    return await observed(onQuery, opening.role, configs, (sent) =>
      sendAlone(connections, opening, build, sent),
    )
  }

  return {
    verifiesTokens,
    async query(session, statement) {
      const [result] = await whole(session, [statement])
      return result as Result
    },
    async batch(session, statements, transactionOptions = {}) {
      return await whole(session, statements, transactionOptions)
    },
    async transaction(session, run, transactionOptions) {
      const opening = openingOf(session)
      if (onlyWhole !== undefined) throw new AuthError('unsupported', onlyWhole)
      return await new OpenTransaction(connections, opening, transactionOptions, onQuery).run(run)
    },
    observedBy: (observer) => createDriver(connections, openingOf, { ...options, onQuery: observer }),
    ...(joined && {
      within: (client: unknown) =>
        createDriver(joinedConnections(joined(client)), openingOf, {
          ...options,
          explicitTransactions: false,
        }),
    }),
  }
}
