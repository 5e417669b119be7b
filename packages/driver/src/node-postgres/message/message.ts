import { AuthError } from '@rowauth/core'
import { asError } from '../connection/as-error.js'
import { closeConnection } from '../connection/close-connection.js'
import type { Exchange } from '../connection/connection-state.js'
import { isServerError, type PgConnection, type PgResult } from '../pg-types.js'
import type { MessageAnswer, MessageFailure, MessageOptions } from './message-options.js'
import { copied, noValues, shownText } from './observed-query.js'
import { asOneChunk } from './one-chunk.js'
import { resultOf } from './pg-query.js'
import type { Part, Write } from './record-steps.js'

/**
 * Statements that travel in one message with a single Sync, so in one round trip and, outside of an explicit
 * transaction, in one implicit one (PostgreSQL manual, section 55.2.4). A query object for `client.query`,
 * as pg-cursor's is. Instrumentations see in it the user's SQL, and in its callback how it came out.
 */
export class Message implements Exchange {
  /** For observers alone: what goes out is in the steps. */
  readonly text: string
  /** pg marks the name of its active query as prepared when any Parse completes: ours has none. */
  readonly name = null
  readonly values = noValues
  /** pg's: what was given to `client.query` behind the message, perhaps wrapped by an instrumentation. */
  callback: ((error: unknown, result?: unknown) => void) | undefined
  /** Itself, also for a proxy and an heir; a copy has none, as this is not enumerable. */
  declare readonly self: Message | undefined

  readonly #options: MessageOptions
  #parts: readonly Part[] = []
  readonly #tags: (string | undefined)[] = []
  readonly #described: (readonly number[])[] = []
  #bound = 0
  #done = 0
  #bytes = 0
  #submitted = false
  #error: Error | undefined
  /** Why rows could not be read: an error of a type parser of the user's. */
  #unreadable: { readonly error: unknown } | undefined
  #settled = false

  constructor(options: MessageOptions) {
    Object.defineProperty(this, 'self', { value: this })
    this.text = shownText(options.steps)
    this.#options = options
  }

  /** Called by pg when the connection is free. An error that it returns comes back through `handleError`. */
  submit(connection: PgConnection): Error | null {
    return this.self === undefined ? copied() : this.self.#submit(connection)
  }

  #submit(connection: PgConnection): Error | null {
    const { client, state } = this.#options
    if (this.#submitted || this.#settled || connection !== client.connection) {
      return new AuthError('unsupported', 'A query of an authenticated session was sent twice, or elsewhere.')
    }
    this.#submitted = true
    const refusal = this.#refusal()
    if (refusal !== undefined) return refusal
    let writes: readonly Write[]
    try {
      const recording = this.#options.record()
      this.#parts = recording.parts
      writes = recording.writes
    } catch (error) {
      // Nothing was written: a parameter that cannot be serialized fails the whole message.
      state.prepared.settle()
      return asError(error)
    }
    return this.#write(connection, writes)
  }

  #refusal(): AuthError | undefined {
    const { state, expected, steps } = this.#options
    if (state.encodingChanged && steps.some(({ kind }) => kind === 'opening')) {
      return new AuthError(
        'unsupported',
        'Somebody has changed `client_encoding` on the connection; it would make other claims of these.',
      )
    }
    const idle = state.txStatus === 'I'
    if (expected === 'any' || idle === (expected === 'idle')) return undefined
    return new AuthError(
      'unsupported',
      idle
        ? 'There is no open transaction: a statement in it has ended it, and the claims with it.'
        : 'The connection is inside a transaction that rowauth did not open; it would outlive the claims.',
    )
  }

  #write(connection: PgConnection, writes: readonly Write[]): Error | null {
    const { state, behind } = this.#options
    state.current = this
    if (state.handed) state.handed.writing = true
    try {
      asOneChunk(connection.stream, () => {
        for (const { kind, message } of writes) connection[kind](message)
        connection.sync()
        behind?.write(connection)
      })
    } catch (error) {
      // A stream that was exchanged or is gone: nobody knows what it has taken.
      const reason = asError(error)
      closeConnection({ connection }, state, reason)
      return reason
    } finally {
      if (state.handed) state.handed.writing = false
    }
    return null
  }

  get #part(): Part | undefined {
    return this.#parts[this.#done]
  }

  received(bytes: number): void {
    this.#bytes += bytes
    const { client, state, maxResultBytes } = this.#options
    if (this.#bytes <= maxResultBytes) return
    closeConnection(
      client,
      state,
      new AuthError(
        'unsupported',
        'The answer is larger than `maxResultBytes` allows. The connection is closed.',
      ),
    )
  }

  handleBindComplete(): void {
    const named = this.#parts[this.#bound]?.named
    // A name of the user's own may have been parsed there by another client, and every server has an unnamed one.
    if (named?.reused && named.ours && named.name !== '') this.#options.state.prepared.found()
    this.#bound += 1
  }

  handleParameterTypes(types: readonly number[]): boolean {
    if (this.#part?.step.kind !== 'describe') return false
    this.#described.push(types)
    this.#bound += 1
    this.#done += 1
    return true
  }

  handleRowDescription(message: unknown): void {
    if (this.self !== undefined) this.self.#handleRowDescription(message)
  }

  #handleRowDescription(message: unknown): void {
    try {
      this.#part?.query?.handleRowDescription(message)
    } catch (error) {
      this.#unreadable ??= { error }
    }
  }

  handleDataRow(message: { readonly fields: readonly unknown[] }): void {
    if (this.self !== undefined) this.self.#handleDataRow(message)
  }

  #handleDataRow(message: { readonly fields: readonly unknown[] }): void {
    this.#part?.query?.handleDataRow(message)
    this.#part?.row?.push(...message.fields)
  }

  handleCommandComplete(message: { readonly text: string }, connection: PgConnection): void {
    if (this.self !== undefined) this.self.#handleCommandComplete(message, connection)
  }

  #handleCommandComplete(message: { readonly text: string }, connection: PgConnection): void {
    const { step, query, row } = this.#part ?? {}
    query?.handleCommandComplete(message, connection)
    if (query !== undefined) this.#tags.push(message.text)
    this.#done += 1
    if (step?.kind === 'watch') this.#options.state.watch.answered(step, row ?? [])
    if (step?.kind === 'commit' && message.text !== 'COMMIT') {
      this.#error ??= new AuthError('unsupported', 'The transaction was rolled back by somebody else.')
    }
  }

  handleEmptyQuery(): void {
    if (this.self !== undefined) this.self.#handleEmptyQuery()
  }

  #handleEmptyQuery(): void {
    if (this.#part?.query !== undefined) this.#tags.push(undefined)
    this.#done += 1
  }

  /**
   * COPY … FROM STDIN is refused before it gets here. The server may or may not have swallowed our Sync, so no
   * one knows how often it will be ready: an answer too many would be taken for that to the next message.
   */
  handleCopyInResponse(connection: PgConnection): void {
    closeConnection({ connection }, this.#options.state)
  }

  handleCopyData(): void {}

  /** Nobody has asked for some of the rows only. */
  handlePortalSuspended(connection: PgConnection): void {
    connection.stream.destroy()
  }

  /** From pg: what the server answered, what `submit` returned, a timeout, or a lost connection. */
  handleError(error: Error): void {
    if (this.self === undefined) this.callback?.(error)
    else this.self.#handleError(asError(error))
  }

  #handleError(error: Error): void {
    const { state } = this.#options
    const { farewell, lost } = state
    // pg says no more than that the client is of no use.
    if (state.current !== this)
      this.#fail({ error: farewell ?? error, sent: false, broken: lost || farewell !== undefined })
    else if (isServerError(error)) this.#error ??= error
    else this.handleLoss(error)
  }

  /**
   * Called in pg's place by what wraps `client.query`: with an error that keeps the message from being sent. Once it
   * is sent, pg and the server tell the rest.
   */
  calledBack(error: unknown): void {
    if (this.#submitted || this.#settled) return
    const replaced = new AuthError(
      'unsupported',
      'What wraps client.query() has replaced the query of an authenticated session, which was not sent.',
      error === undefined ? {} : { cause: error },
    )
    const refusedByPg = error instanceof Error && error.message === 'Query values must be an array'
    const own = error instanceof Error && !refusedByPg ? error : replaced
    this.#fail({ error: own, sent: false, broken: error === undefined })
  }

  /** The server is ready: everything that belongs to this message has arrived. */
  handleReady(): void {
    this.#options.behind?.take()
    this.#options.state.prepared.settle()
    if (this.#error !== undefined) this.#fail(this.#failure(this.#error))
    else if (this.#unreadable !== undefined) this.#fail(this.#failure(this.#unreadable.error))
    else if (this.#done === this.#parts.length) this.#succeed()
    else this.handleLoss(new Error('The server was ready before all statements were answered.'))
  }

  /** pg calls this for its active query; the connection's state has told us already. */
  handleReadyForQuery(): void {}

  handleLoss(error: Error): void {
    this.#fail({ error: this.#error ?? error, sent: true, broken: true })
  }

  #failure(error: unknown): MessageFailure {
    const part = this.#part
    const unbound = this.#bound <= this.#done ? part?.named : undefined
    return { error, sent: true, broken: false, step: part?.step, unbound }
  }

  #succeed(): void {
    const { client } = this.#options
    const results: PgResult[] = []
    let opening: unknown[] | undefined
    try {
      for (const { step, query, row } of this.#parts) {
        if (query !== undefined) results.push(resultOf(query, client))
        if (step.kind === 'opening') opening = row
      }
    } catch (error) {
      this.#fail(this.#failure(error))
      return
    }
    const answer = { results, opening, tags: this.#tags, described: this.#described }
    const shown = results.length === 1 ? results[0] : results
    this.#settle(null, answer, () => this.callback?.(null, shown))
  }

  #fail(failure: MessageFailure): void {
    this.#settle(failure, { results: [], tags: [], described: [] }, () => this.callback?.(failure.error))
  }

  #settle(failure: MessageFailure | null, answer: MessageAnswer, tell: () => void): void {
    if (this.#settled) return
    this.#settled = true
    this.#options.report(failure, answer)
    try {
      tell()
    } catch (error) {
      // The callback of an instrumentation. As pg has it; the call itself has come out already.
      queueMicrotask(() => {
        throw error
      })
    }
  }
}
