interface AsyncContext {
  run<T>(store: true, callback: () => T): T
  getStore(): true | undefined
}

interface AsyncHooks {
  readonly AsyncLocalStorage: new () => AsyncContext
}

/** Node's, where it is; not imported, so that this loads elsewhere, too. */
function asyncContext(): AsyncContext | undefined {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> }
  if (process?.env?.NODE_ENV === 'production' || typeof process?.emitWarning !== 'function') return undefined
  const hooks = process.getBuiltinModule?.('node:async_hooks') as AsyncHooks | undefined
  return hooks && new hooks.AsyncLocalStorage()
}

type Run = (tx: unknown) => unknown

/** Notices handles that are used inside a transaction of the plain database, of which they are no part. */
export interface PlainTransactions {
  /** `transaction` of the plain database, known to be open while its callback runs. */
  readonly transaction: (run: Run, ...config: unknown[]) => unknown
  /** Called when a query of a handle starts. */
  noticeQuery(): void
}

/** @returns undefined in production, and where there is no Node to warn with */
export function plainTransactions(db: { transaction?: unknown }): PlainTransactions | undefined {
  const context = asyncContext()
  const { transaction } = db
  if (context === undefined || typeof transaction !== 'function') return undefined
  let warned = false
  return {
    transaction: (run, ...config) =>
      transaction.call(db, (tx: unknown) => context.run(true, () => run(tx)), ...config),
    noticeQuery() {
      if (warned || context.getStore() === undefined) return
      warned = true
      process.emitWarning(
        'A query of a handle ran inside db.transaction(), but in a transaction of its own: what the outer one ' +
          'rolls back, it leaves in place. To join it, make the handle with $withAuth(token, { in: tx }).',
        { type: 'RowauthWarning', code: 'ROWAUTH_OTHER_TRANSACTION' },
      )
    },
  }
}
