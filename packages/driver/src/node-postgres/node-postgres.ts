import type { AuthSession } from '@rowauth/core'
import type { AuthDriver } from '../auth-driver.js'
import { claimsStatement } from '../claims-statement.js'
import { statementText } from '../pg-statement.js'
import { beginText, classifyStatement } from '../transaction-control.js'
import { clientConnections, isPool, poolConnections } from './connection/lease.js'
import { Sender, type SendFailure } from './message/sender.js'
import { commitStep, quietStep, type Step, userStep } from './message/step.js'
import { type PgClient, type PgPool, type PgResult, type PgStatement, traced } from './pg-types.js'
import { OpenTransaction } from './transaction/transaction.js'

export interface NodePostgresOptions {
  /**
   * Prepares statements automatically, per connection: `max` is the number that stay prepared (default 100), the
   * least recently used one leaving first; 0: none. `false`: unnamed statements stay unnamed, names of yours are kept off
   * the wire too. Default: true, until a pooler is found to lose them.
   */
  readonly prepare?: boolean | { readonly max: number }
}

/**
 * Sends statements through node-postgres: claims and statement in one message, so in one round trip.
 *
 * @param source - a `Pool`, a `PoolClient` or a `Client`. A single client serves one call after the other.
 * @throws {TypeError} for anything else, and for a `max` that is no whole number from 0 on
 *
 * @example
 * const driver = nodePostgres(new Pool())
 * const { rows } = await driver.query(session, { text: 'select * from todos where id = $1', values: [1] })
 */
export function nodePostgres(
  source: PgPool | PgClient,
  options: NodePostgresOptions = {},
): AuthDriver<PgResult, PgStatement> {
  if (
    typeof source !== 'object' ||
    source === null ||
    (!isPool(source) && typeof source.query !== 'function')
  ) {
    throw new TypeError('nodePostgres() takes a Pool, a PoolClient or a Client of node-postgres.')
  }
  const connections = isPool(source) ? poolConnections(source) : clientConnections(source)
  const sender = new Sender(options.prepare)

  const sendWhole = async (steps: readonly Step[]): Promise<PgResult[]> => {
    const lease = await connections.acquire()
    const { client } = lease
    let sent = true
    let broken = false
    try {
      return await sender.sendWhole(client, steps)
    } catch (failure) {
      ;({ sent, broken } = failure as SendFailure)
      if (sent && !broken && sender.status(client) === 'E') {
        await sender.send(client, [quietStep({ text: 'rollback' })], 'open').catch(() => {
          broken = true
        })
      }
      throw traced((failure as SendFailure).error)
    } finally {
      const open = sender.status(client) !== 'I'
      if (broken || (open && sent)) lease.release('broken')
      else lease.release(open ? 'foreign transaction' : 'nothing')
    }
  }

  const claimsOf = (session: AuthSession) => {
    const statement = claimsStatement(session)
    return { claims: quietStep(statement), role: statement.values[0] as string }
  }

  const batch: AuthDriver<PgResult, PgStatement>['batch'] = async (
    session,
    statements,
    transactionOptions,
  ) => {
    const { claims, role } = claimsOf(session)
    for (const statement of statements) classifyStatement(statementText(statement), 'own transaction')
    const begin = quietStep({ text: beginText(transactionOptions) })
    const steps = statements.map((statement) => userStep(statement, role))
    if (steps.length === 0) return []
    return await sendWhole([begin, claims, ...steps, commitStep])
  }

  return {
    async query(session, statement) {
      const { claims, role } = claimsOf(session)
      const kind = classifyStatement(statementText(statement), 'own transaction')
      const [result] =
        kind === 'may-commit'
          ? await batch(session, [statement])
          : await sendWhole([claims, userStep(statement, role)])
      return result as PgResult
    },
    batch,
    async transaction(session, run, transactionOptions) {
      const { claims, role } = claimsOf(session)
      return await new OpenTransaction(connections, sender, claims, role, transactionOptions).run(run)
    },
  }
}
