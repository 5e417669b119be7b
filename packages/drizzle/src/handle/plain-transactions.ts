import { asyncContext } from '@rowauth/core/internal'

/** What of Node is used where it is there; nothing is imported, so that this loads elsewhere, too. */
interface Node {
  readonly env?: { readonly NODE_ENV?: string }
  emitWarning?(message: string, options: { readonly type: string; readonly code: string }): void
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
  const { process: node } = globalThis as { process?: Node }
  const { transaction } = db
  if (node?.env?.NODE_ENV === 'production' || typeof transaction !== 'function') return undefined
  const context = asyncContext<true>()
  if (context === undefined) return undefined
  let warned = false
  return {
    transaction: (run, ...config) =>
      transaction.call(db, (tx: unknown) => context.run(true, () => run(tx)), ...config),
    noticeQuery() {
      if (warned || context.getStore() === undefined) return
      warned = true
      node?.emitWarning?.(
        'A query of a handle ran inside db.transaction(), but in a transaction of its own: what the outer one ' +
          'rolls back, it leaves in place. To join it, make the handle with $withAuth(token, { in: tx }).',
        { type: 'RowauthWarning', code: 'ROWAUTH_OTHER_TRANSACTION' },
      )
    },
  }
}
