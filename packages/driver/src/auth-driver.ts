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
  /**
   * Sees what another open transaction sees: the identifier that `pg_export_snapshot()` gave there. Needs
   * `repeatable read` or `serializable` (PostgreSQL manual, SET TRANSACTION).
   */
  readonly snapshot?: string | undefined
}

/** One call as an observer sees it: never claims or tokens, and parameters only when they are asked for. */
export interface QueryEvent {
  /** The SQL of the call; that of a batch, and of a transaction's message, joined with `;` and a newline. */
  readonly text: string
  /** The Postgres role it ran under. */
  readonly role: string
  /** Messages that were answered, or HTTP requests; 0 when nothing was sent. */
  readonly roundTrips: number
  /** Rows that came back or were changed, of all its statements; undefined when it failed. */
  readonly rows: number | undefined
  /** From the call to its answer, in milliseconds; the wait for a connection is part of it. */
  readonly durationMs: number
  /** What the call rejected with. */
  readonly error: unknown
  /** The parameters of each of its statements. They may hold what people have written: think before logging. */
  parameters(): readonly (readonly unknown[])[]
}

/** Told of each call when it is over. What it throws ends the process, as in any other listener. */
export type OnQuery = (event: QueryEvent) => void

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
  /** The same driver, telling `onQuery` of each call: each statement of a transaction, `begin` and `commit` left out. */
  observedBy?(onQuery: OnQuery): AuthDriver<Result, Statement>
  /**
   * The same driver on a client of its kind on which the application has opened a transaction. Calls join it:
   * a `transaction` is a savepoint there, and when a call is over, role and claims are again what they were.
   */
  within?(client: unknown): AuthDriver<Result, Statement>
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

/** What `createDriver` makes, and so each driver here. */
export interface ObservableDriver<Result, Statement> extends AuthDriver<Result, Statement> {
  observedBy(onQuery: OnQuery): ObservableDriver<Result, Statement>
}
