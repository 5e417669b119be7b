import { AuthError, type AuthSession } from '@rowauth/core'
import type { AuthTransaction, TransactionOptions } from '@rowauth/driver'
import type { PgStatement } from '@rowauth/driver/node-postgres'
import { DrizzleQueryError, TransactionRollbackError } from 'drizzle-orm'
import { authenticatedSession } from './authenticated-session.js'
import { databaseOver } from './database-handle.js'
import {
  type CacheMutation,
  clientOver,
  type DrizzleDatabase,
  type DrizzleResult,
  type DrizzleSession,
  type PgDriver,
} from './drizzle-internals.js'
import { identityCache } from './identity-cache.js'

/** Drizzle's transaction config, as ours. */
export function transactionOptions(config: object = {}): TransactionOptions {
  const { isolationLevel, accessMode, deferrable, snapshot } = config as TransactionOptions & {
    snapshot?: unknown
  }
  if (snapshot !== undefined) {
    throw new AuthError('unsupported', 'A snapshot must be taken over before the claims are set.')
  }
  return { isolationLevel, accessMode, deferrable }
}

/** `db.transaction` of an authenticated handle. */
export function transactionOf(
  db: DrizzleDatabase,
  driver: PgDriver,
  identify: () => Promise<AuthSession>,
): DrizzleSession['transaction'] {
  return async (run, config) => {
    const options = transactionOptions(config)
    const session = await identify()
    let returned = false
    try {
      return await driver.transaction(
        session,
        async (tx) => {
          const result = await run(transactionHandle(db, session, tx, 0) as never)
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
  db: DrizzleDatabase,
  session: AuthSession,
  tx: AuthTransaction<DrizzleResult, PgStatement>,
  nestedIndex: number,
): object {
  const inner = db.session
  const connection = {
    client: clientOver((statement) => tx.query(statement)),
    cache: identityCache(inner.cache, session, false),
  }
  const handle = databaseOver(
    db,
    authenticatedSession(inner, {
      connect: () => connection,
      transaction: (run) =>
        tx.transaction((nested) => run(transactionHandle(db, session, nested, nestedIndex + 1) as never)),
    }),
  )
  return Object.assign(handle, {
    nestedIndex,
    $cache: { invalidate: (params: CacheMutation) => connection.cache.onMutate(params) },
    rollback(): never {
      throw new TransactionRollbackError()
    },
    async setTransaction(config: object): Promise<void> {
      tx.configure(transactionOptions(config))
    },
  })
}
