import { AuthError, type AuthSession } from '@rowauth/core'
import type { AuthTransaction, TransactionOptions } from '@rowauth/driver'
import type { PgStatement } from '@rowauth/driver/node-postgres'
import { TransactionRollbackError } from 'drizzle-orm'
import { DrizzleQueryError } from '../drizzle-query-error.js'
import type { Identify } from '../identity/token-source.js'
import { authenticatedSession } from './authenticated-session.js'
import { databaseOver } from './database-handle.js'
import type { DrizzleResult, DrizzleSession, Statement } from './drizzle-internals.js'
import { identityCache } from './identity-cache.js'
import type { Member } from './members.js'

/** Drizzle's transaction config, as ours. */
export function transactionOptions(config: object = {}): TransactionOptions {
  const { isolationLevel, accessMode, deferrable, snapshot } = config as TransactionOptions
  return { isolationLevel, accessMode, deferrable, snapshot }
}

/** `db.transaction` of an authenticated handle. */
export function transactionOf(member: Member, identify: Identify): DrizzleSession['transaction'] {
  return async (run, config) => {
    const options = transactionOptions(config)
    const session = await identify()
    let returned = false
    try {
      return await member.driver.transaction(
        session,
        async (tx) => {
          const result = await run(transactionHandle(member, session, tx, 0) as never)
          returned = true
          return result
        },
        options,
      )
    } catch (error) {
      // As Drizzle has it when its own COMMIT fails, for example over a deferred constraint.
      const fromCommit = returned && error instanceof Error && !(error instanceof AuthError)
      throw fromCommit && !(error instanceof DrizzleQueryError)
        ? new DrizzleQueryError('commit', [], error)
        : error
    }
  }
}

/** The `tx` of a transaction callback. */
function transactionHandle(
  member: Member,
  session: AuthSession,
  tx: AuthTransaction<DrizzleResult, PgStatement>,
  nestedIndex: number,
): object {
  const { db, adapter } = member
  const channel = {
    send: (statement: Statement) => tx.query(statement),
    cache: identityCache(db.session.cache, session, false),
  }
  const handle = databaseOver(
    db,
    authenticatedSession(db.session, adapter, {
      open: () => channel,
      transaction: (run) =>
        tx.transaction((nested) => run(transactionHandle(member, session, nested, nestedIndex + 1) as never)),
    }),
  )
  return Object.assign(handle, {
    nestedIndex,
    $cache: { invalidate: member.invalidate },
    rollback(): never {
      throw new TransactionRollbackError()
    },
    async setTransaction(config: object): Promise<void> {
      tx.configure(transactionOptions(config))
    },
  })
}
