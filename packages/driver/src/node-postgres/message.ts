import { AuthError } from '@rowauth/core'
import type { ConnectionState } from './connection-state.js'
import {
  type FrontendMessage,
  isServerError,
  type PgClientInternals,
  type PgConnection,
  type PgQuery,
  type PgResult,
} from './pg-types.js'
import { pgQuery, resultOf, type Step } from './step.js'

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

interface Named {
  readonly name: string
  /** It counted as parsed by an earlier message. */
  readonly reused: boolean
}

interface Part {
  readonly step: Step
  readonly named: Named | undefined
  /** Statements of ours have none: their parameters are text and their rows nobody's. */
  readonly query: PgQuery | undefined
}

/** A protocol message that is ready to go out. */
interface Write {
  readonly kind: FrontendMessage
  readonly message: object
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
  #parts: Part[] = []
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
    let writes: Write[]
    try {
      writes = this.#record(connection)
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

  /** Lets pg write each statement into a list, parameters serialized, before any byte goes out. */
  #record(connection: PgConnection): Write[] {
    const { prepared } = this.#state
    const writes: Write[] = []
    const write = (kind: FrontendMessage, message: object) => {
      writes.push({ kind, message })
    }
    const parsed: Record<string, string> = Object.create(connection.parsedStatements)
    const parse = (message: { name?: string | undefined; text: string }) => {
      prepared.parsing(message.name ? { name: message.name, text: message.text } : undefined)
      if (message.name) parsed[message.name] = message.text
      write('parse', message)
    }
    const recorder = {
      parsedStatements: parsed,
      submittedNamedStatements: {},
      parse,
      bind: (message: { values?: unknown[]; valueMapper?: (value: unknown, index: number) => unknown }) => {
        const values = message.values?.map((value, index) => {
          const mapped = message.valueMapper?.(value, index) ?? null
          return mapped === null || Buffer.isBuffer(mapped) ? mapped : String(mapped)
        })
        write('bind', { ...message, values, valueMapper: undefined })
      },
      describe: (message: object) => write('describe', message),
      execute: (message: object) => write('execute', message),
      close: (message: object) => write('close', message),
      sync: () => {},
    }
    const inUse = new Set<string>()
    for (const step of this.#steps) {
      const name = this.#nameOf(step, inUse)
      if (name !== undefined) {
        inUse.add(name)
        if (parsed[name] !== undefined && parsed[name] !== step.text) {
          throw new Error(`Prepared statements must be unique: '${name}' stands for a different statement.`)
        }
      }
      const named = name === undefined ? undefined : { name, reused: parsed[name] !== undefined }
      if (step.quiet) {
        // Nobody reads the row of the claims statement, so nobody needs its description.
        if (named?.reused !== true) parse({ name, text: step.text })
        write('bind', { statement: name, values: step.config.values })
        write('execute', {})
        this.#parts.push({ step, named, query: undefined })
        continue
      }
      const query = pgQuery(this.#client, step, name)
      let failure: { readonly error: unknown } | undefined
      query.callback = (error) => {
        failure = { error }
      }
      query.prepare(recorder)
      if (failure !== undefined) throw failure.error
      this.#parts.push({ step, named, query })
    }
    const closing = prepared
      .takeClosing()
      .map((name): Write => ({ kind: 'close', message: { type: 'S', name } }))
    return [...closing, ...writes]
  }

  #nameOf(step: Step, inUse: ReadonlySet<string>): string | undefined {
    if (!this.#options.prepare) return undefined
    if (step.name) return step.name
    return step.preparedAs === undefined ? undefined : this.#state.prepared.name(step.preparedAs, inUse)
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
