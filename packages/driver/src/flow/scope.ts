import { AuthError } from '@rowauth/core'

/** The transaction, or one of its savepoints. */
export interface Scope {
  /** Its callback has settled. */
  over: boolean
  readonly parent: Scope | undefined
  /** The savepoint within it whose callback is running. */
  child: Scope | undefined
  /** The name of its savepoint; of the transaction itself: none. */
  readonly savepoint: string | undefined
  /** The savepoint is set; it rides with the first statement. */
  set: boolean
}

let savepoints = 0

/** A name of its own: several transactions of ours may be savepoints of one of the application's. */
export function savepointName(): string {
  savepoints += 1
  return `rowauth_${savepoints}`
}

export function openScope(parent?: Scope, savepoint?: string): Scope {
  const scope = { over: false, parent, child: undefined, savepoint, set: parent === undefined }
  if (parent !== undefined) parent.child = scope
  return scope
}

/** Ends a scope. What happened in a savepoint that still runs could not be told from what happened around it. */
export function closeScope(scope: Scope): void {
  scope.over = true
  if (scope.child !== undefined) {
    throw new AuthError('unsupported', 'The callback settled before the savepoint that it opened. Await it.')
  }
}

/**
 * Refuses the use of a handle out of its time. While a savepoint is open its parent has to wait: whatever else
 * ran meanwhile would be rolled back with it, after having been reported a success.
 */
export function assertUsable(scope: Scope): void {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.over) throw transactionIsOver()
  }
  if (scope.child !== undefined) {
    throw new AuthError(
      'unsupported',
      'A savepoint of this transaction is open. Use its own "tx", and await it before you go on.',
    )
  }
}

export function transactionIsOver(): AuthError {
  return new AuthError('unsupported', 'The transaction is over: its callback has settled.')
}

/** The scopes whose savepoint is still to be set, outermost first. */
export function unsetSavepoints(scope: Scope): Scope[] {
  const outer = scope.parent === undefined ? [] : unsetSavepoints(scope.parent)
  return scope.set ? outer : [...outer, scope]
}
