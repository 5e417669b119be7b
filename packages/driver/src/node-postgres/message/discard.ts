import type { ConnectionState, Exchange } from '../connection/connection-state.js'
import { isServerError, type PgConnection } from '../pg-types.js'
import { noValues } from './observed-query.js'

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
  readonly values = noValues
  readonly #state: ConnectionState
  /** It went out behind another message. */
  readonly #written: boolean
  readonly #report: (done: boolean) => void
  #submitted = false
  #failed = false
  #settled = false

  /** @param report - called once: with true when nothing is left on the connection */
  constructor(state: ConnectionState, written: boolean, report: (done: boolean) => void) {
    this.#state = state
    this.#written = written
    this.#report = report
  }

  submit(connection: PgConnection): null {
    this.#submitted = true
    this.#state.current = this
    if (!this.#written) writeDiscard(connection)
    return null
  }

  handleBindComplete(): void {}
  handleParameterTypes(): boolean {
    return false
  }

  received(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleReadyForQuery(): void {}

  /** From pg: within a failed transaction the server refuses; a timeout, or a lost connection, ends the wait. */
  handleError(error: Error): void {
    this.#failed = true
    if (this.#state.current !== this || !isServerError(error)) this.#settle(false)
  }

  /** Called in pg's place by what wraps `client.query`, with an error: it will not be sent. */
  calledBack(error: unknown): void {
    if (error !== undefined && !this.#submitted) this.#settle(false)
  }

  handleReady(): void {
    if (!this.#failed) this.#state.prepared.discarded()
    this.#settle(!this.#failed)
  }

  handleLoss(_error: Error): void {
    this.#settle(false)
  }

  #settle(done: boolean): void {
    if (this.#settled) return
    this.#settled = true
    this.#report(done)
  }
}
