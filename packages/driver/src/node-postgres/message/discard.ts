import type { ConnectionState, Exchange } from '../connection/connection-state.js'
import type { PgConnection } from '../pg-types.js'

const text = 'discard all'

/** Writes DISCARD ALL; a {@link Discard} takes its answer. */
export function writeDiscard(connection: PgConnection): void {
  connection.parse({ text })
  connection.bind({})
  connection.execute({})
  connection.sync()
}

/**
 * DISCARD ALL (PostgreSQL manual, DISCARD), which drops whatever a session has left on a connection: settings,
 * temporary tables, prepared statements, cursors, locks. A query object of its own, for pg takes a query as over
 * when the server is ready.
 */
export class Discard implements Exchange {
  readonly text = text
  readonly name = null
  readonly #state: ConnectionState
  /** The message that it was written behind, if it was. */
  readonly #message: { readonly written: boolean } | undefined
  readonly #report: (done: boolean) => void
  #failed = false
  #settled = false

  /** @param report - called once: with true when nothing is left on the connection */
  constructor(
    state: ConnectionState,
    message: { readonly written: boolean } | undefined,
    report: (done: boolean) => void,
  ) {
    this.#state = state
    this.#message = message
    this.#report = report
  }

  /** @returns an error when there is nothing to wait for */
  submit(connection: PgConnection): Error | null {
    if (this.#message?.written === false)
      return new Error('The message in front of DISCARD ALL was not sent.')
    this.#state.current = this
    if (this.#message === undefined) writeDiscard(connection)
    return null
  }

  handleBindComplete(): void {}
  received(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleReadyForQuery(): void {}

  /** Within a failed transaction the server refuses. */
  handleError(): void {
    this.#failed = true
    if (this.#state.current !== this) this.#settle(false)
  }

  handleReady(): void {
    if (!this.#failed) this.#state.prepared.discarded()
    this.#settle(!this.#failed)
  }

  handleLoss(): void {
    this.#settle(false)
  }

  #settle(done: boolean): void {
    if (this.#settled) return
    this.#settled = true
    this.#report(done)
  }
}
