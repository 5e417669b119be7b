import type { AuthSession } from '@rowauth/core'

/** How a transaction is opened (PostgreSQL manual, BEGIN). Absent members leave the server's default. */
export interface TransactionOptions {
  readonly isolationLevel?:
    | 'read uncommitted'
    | 'read committed'
    | 'repeatable read'
    | 'serializable'
    | undefined
  readonly accessMode?: 'read only' | 'read write' | undefined
  /** Matters for `serializable` and `read only` transactions only. */
  readonly deferrable?: boolean | undefined
}

/** An open transaction, or a savepoint in one. It is over once its callback has settled. */
export interface AuthTransaction<Result, Statement> {
  /** Runs one statement. */
  query(statement: Statement): Promise<Result>
  /** Runs a callback within a savepoint; what it throws rolls back to there. */
  transaction<T>(run: (tx: AuthTransaction<Result, Statement>) => Promise<T>): Promise<T>
  /**
   * Changes how the transaction opens. Only before its first statement.
   *
   * @throws {AuthError} `unsupported` when a statement was sent already, or in a savepoint
   */
  configure(options: TransactionOptions): void
}

/**
 * Sends statements as the user whom a session names. Role and claims live for one transaction. Every method
 * rejects with a TypeError for what is not a session, and with an {@link AuthError} (`token_expired`,
 * `unsupported`) before anything is sent; database errors arrive as the client made them.
 */
export interface AuthDriver<Result, Statement> {
  /** The endpoint verifies tokens; so a session may carry one that was not verified here. */
  readonly verifiesTokens?: boolean
  /** Runs one statement in a transaction of its own. */
  query(session: AuthSession, statement: Statement): Promise<Result>
  /** Runs statements in one transaction; an error rolls all of them back. */
  batch(
    session: AuthSession,
    statements: readonly Statement[],
    options?: TransactionOptions,
  ): Promise<Result[]>
  /** Runs a callback in one transaction; what it throws rolls back. */
  transaction<T>(
    session: AuthSession,
    run: (tx: AuthTransaction<Result, Statement>) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
}
