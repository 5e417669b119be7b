import { AuthError } from '@rowauth/core'
import type { ConnectionState } from '../connection/connection-state.js'
import { isServerError, type PgClientInternals, type PgConnection, type PgResult } from '../pg-types.js'
import { type Named, type Part, recordSteps, type Write } from './record-steps.js'
import { resultOf, type Step } from './step.js'

/** What became of a message that failed. */
export interface MessageFailure {
  readonly error: unknown
  /** It went out; otherwise it is as if it had never been tried. */
  readonly sent: boolean
  /** The connection is unusable, or the server is still busy with the message. */
  readonly broken: boolean
  /** The failing statement, when it had a name and was never bound. */
  readonly unbound?: Named | undefined
}

interface MessageOptions {
  readonly prepare: boolean
  /** How the connection must be when the message goes out. */
  readonly expectedStatus: 'idle' | 'open' | 'any'
}

/**
 * Statements that travel in one message with a single Sync, so in one round trip and, outside of an explicit
 * transaction, in one implicit one (PostgreSQL manual, section 55.2.4). A query object for `client.query`,
 * as pg-cursor's is.
 */
export class Message {
  /** pg's: it wraps this to set a query timeout, whose error also comes through `handleError`. */
  callback = (): void => {}
  /** pg marks the name of its active query as prepared when any Parse completes: ours has none. */
  readonly name = undefined

  readonly #client: PgClientInternals
  readonly #state: ConnectionState
  readonly #steps: readonly Step[]
  readonly #options: MessageOptions
  readonly #report: (failure: MessageFailure | null, results: PgResult[]) => void
  #parts: readonly Part[] = []
  #bound = 0
  #done = 0
  #error: Error | undefined
  /** Why rows could not be read: an error of a type parser of the user's. */
  #unreadable: { readonly error: unknown } | undefined
  #settled = false

  /** @param report - called once */
  constructor(
    client: PgClientInternals,
    state: ConnectionState,
    steps: readonly Step[],
    options: MessageOptions,
    report: (failure: MessageFailure | null, results: PgResult[]) => void,
  ) {
    this.#client = client
    this.#state = state
    this.#steps = steps
    this.#options = options
    this.#report = report
  }

  /** Called by pg when the connection is free. An error that it returns comes back through `handleError`. */
  submit(connection: PgConnection): Error | null {
    const idle = this.#state.txStatus === 'I'
    const { expectedStatus } = this.#options
    if (expectedStatus !== 'any' && idle !== (expectedStatus === 'idle')) {
      return new AuthError(
        'unsupported',
        idle
          ? 'The transaction was ended by a statement in it, and the claims with it.'
          : 'The connection is inside a transaction that rowauth did not open; it would outlive the claims.',
      )
    }
    let writes: readonly Write[]
    try {
      const recording = recordSteps(this.#client, this.#state.prepared, this.#steps, this.#options.prepare)
      this.#parts = recording.parts
      writes = recording.writes
    } catch (error) {
      // Nothing was written: a parameter that cannot be serialized fails the whole message.
      this.#state.prepared.settle()
      return error instanceof Error ? error : new Error(String(error))
    }
    this.#state.current = this
    connection.stream.cork?.()
    try {
      for (const { kind, message } of writes) connection[kind](message)
      connection.sync()
    } catch (error) {
      // Without its Sync what was written takes no effect, but the connection is of no use any more.
      connection.stream.destroy()
      return error instanceof Error ? error : new Error(String(error))
    } finally {
      connection.stream.uncork?.()
    }
    return null
  }

  get #part(): Part | undefined {
    return this.#parts[this.#done]
  }

  handleBindComplete(): void {
    this.#bound += 1
  }

  handleRowDescription(message: unknown): void {
    try {
      this.#part?.query?.handleRowDescription(message)
    } catch (error) {
      this.#unreadable ??= { error }
    }
  }

  handleDataRow(message: unknown): void {
    this.#part?.query?.handleDataRow(message)
  }

  handleCommandComplete(message: { readonly text: string }, connection: PgConnection): void {
    const { step, query } = this.#part ?? {}
    query?.handleCommandComplete(message, connection)
    this.#done += 1
    if (step?.tag !== undefined && message.text !== step.tag) {
      this.#error ??= new AuthError('unsupported', 'The transaction was rolled back by somebody else.')
    }
  }

  handleEmptyQuery(): void {
    this.#done += 1
  }

  /**
   * COPY … FROM STDIN is refused before it gets here. The server may or may not have swallowed our Sync, so no
   * one knows how often it will be ready: an answer too many would be taken for that to the next message.
   */
  handleCopyInResponse(connection: PgConnection): void {
    connection.stream.destroy()
  }

  handleCopyData(): void {}

  /** From pg: what the server answered, what `submit` returned, a timeout, or a lost connection. */
  handleError(error: Error): void {
    if (this.#state.current !== this) this.#settle({ error, sent: false, broken: this.#state.lost })
    else if (isServerError(error)) this.#error ??= error
    else this.handleLoss(error)
  }

  /** The server is ready: everything that belongs to this message has arrived. */
  handleReady(): void {
    this.#state.prepared.settle()
    if (this.#error !== undefined) this.#settle(this.#failure(this.#error))
    else if (this.#unreadable !== undefined) this.#settle(this.#failure(this.#unreadable.error))
    else if (this.#done === this.#parts.length) this.#succeed()
    else this.handleLoss(new Error('The server was ready before all statements were answered.'))
  }

  /** pg calls this for its active query; the connection's state has told us already. */
  handleReadyForQuery(): void {}

  handleLoss(error: Error): void {
    this.#settle({ error: this.#error ?? error, sent: true, broken: true })
  }

  #failure(error: unknown): MessageFailure {
    const unbound = this.#bound <= this.#done ? this.#part?.named : undefined
    return { error, sent: true, broken: false, unbound }
  }

  #succeed(): void {
    try {
      const results = this.#parts.flatMap(({ query }) =>
        query === undefined ? [] : [resultOf(query, this.#client)],
      )
      this.#settle(null, results)
    } catch (error) {
      this.#settle(this.#failure(error))
    }
  }

  #settle(failure: MessageFailure | null, results: PgResult[] = []): void {
    if (this.#settled) return
    this.#settled = true
    this.callback()
    this.#report(failure, results)
  }
}
