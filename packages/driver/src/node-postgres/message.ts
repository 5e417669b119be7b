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
  /** The connection is unusable, or the server is still busy with the message. */
  readonly broken: boolean
  /** The name under which the failing statement was to be bound, when it never got that far. */
  readonly unbound?: string | undefined
  /** The position of the failing statement among those of the user; undefined for one of ours. */
  readonly quiet?: boolean | undefined
}

interface Part {
  readonly step: Step
  readonly name: string | undefined
  readonly query: PgQuery
}

/**
 * Statements that travel in one message with a single Sync, so in one round trip and, outside of an explicit
 * transaction, in one implicit one (PostgreSQL manual, section 55.2.4). A query object for `client.query`,
 * as pg-cursor's is.
 */
export class Message {
  /** Called once. pg wraps it when a query timeout is set. */
  callback: (failure: MessageFailure | Error | null, results?: PgResult[]) => void
  /** pg marks the name of its active query as prepared when any Parse completes: ours has none. */
  readonly name = undefined

  readonly #client: PgClientInternals
  readonly #state: ConnectionState
  readonly #steps: readonly Step[]
  readonly #options: { prepare: boolean; expectedStatus: 'idle' | 'open' }
  #parts: Part[] = []
  #bound = 0
  #done = 0
  #error: Error | undefined
  #settled = false

  constructor(
    client: PgClientInternals,
    state: ConnectionState,
    steps: readonly Step[],
    options: { prepare: boolean; expectedStatus: 'idle' | 'open' },
    callback: Message['callback'],
  ) {
    this.#client = client
    this.#state = state
    this.#steps = steps
    this.#options = options
    this.callback = callback
  }

  /** Called by pg when the connection is free. An error that it returns comes back through `handleError`. */
  submit(connection: PgConnection): Error | null {
    const idle = this.#state.txStatus === 'I'
    if (idle !== (this.#options.expectedStatus === 'idle')) {
      return new AuthError(
        'unsupported',
        idle
          ? 'The transaction was ended by a statement in it, and the claims with it.'
          : 'The connection is inside a transaction that rowauth did not open; it would outlive the claims.',
      )
    }
    let writes: (() => void)[]
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
      for (const write of writes) write()
      connection.sync()
    } finally {
      connection.stream.uncork?.()
    }
    return null
  }

  /** Lets pg write each statement into a list, parameters serialized, before any byte goes out. */
  #record(connection: PgConnection): (() => void)[] {
    const { prepared } = this.#state
    const writes: (() => void)[] = []
    const write = (kind: FrontendMessage) => (message: object) => {
      writes.push(() => connection[kind](message))
    }
    const parsed: Record<string, string> = Object.create(connection.parsedStatements)
    let quiet = false
    const recorder = {
      parsedStatements: parsed,
      submittedNamedStatements: {},
      parse: (message: { name?: string; text: string }) => {
        prepared.parsing(message.name ? { name: message.name, text: message.text } : undefined)
        if (message.name) parsed[message.name] = message.text
        write('parse')(message)
      },
      bind: (message: { values?: unknown[]; valueMapper?: (value: unknown, index: number) => unknown }) => {
        const values = message.values?.map((value, index) => message.valueMapper?.(value, index) ?? null)
        write('bind')({ ...message, values, valueMapper: undefined })
      },
      // Nobody reads the row of the claims statement, so nobody needs its description.
      describe: (message: object) => quiet || write('describe')(message),
      execute: write('execute'),
      close: write('close'),
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
      const query = pgQuery(this.#client, step, name)
      let failure: unknown
      query.callback = (error) => {
        failure = error
      }
      quiet = step.quiet
      query.prepare(recorder)
      if (failure) throw failure
      this.#parts.push({ step, name, query })
    }
    const closing = prepared.takeClosing().map((name) => () => connection.close({ type: 'S', name }))
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
    this.#part?.query.handleRowDescription(message)
  }

  handleDataRow(message: unknown): void {
    if (this.#part?.step.quiet === false) this.#part.query.handleDataRow(message)
  }

  handleCommandComplete(message: unknown, connection: PgConnection): void {
    this.#part?.query.handleCommandComplete(message, connection)
    this.#done += 1
  }

  handleEmptyQuery(): void {
    this.#done += 1
  }

  /** COPY … FROM STDIN has nothing to read. The server swallowed our Sync while it waited for data. */
  handleCopyInResponse(connection: PgConnection): void {
    connection.sendCopyFail('No source stream defined')
    connection.sync()
  }

  handleCopyData(): void {}

  /** From pg: what the server answered, what `submit` returned, a timeout, or a lost connection. */
  handleError(error: Error): void {
    if (this.#state.current !== this) this.#settle({ error, broken: false })
    else if (isServerError(error)) this.#error ??= error
    else this.handleLoss(error)
  }

  /** The server is ready: everything that belongs to this message has arrived. */
  handleReady(): void {
    this.#state.prepared.settle()
    if (this.#error !== undefined) this.#settle(this.#failure(this.#error))
    else this.#succeed()
  }

  /** pg calls this for its active query; the connection's state has told us already. */
  handleReadyForQuery(): void {}

  handleLoss(error: Error): void {
    this.#settle({ error: this.#error ?? error, broken: true })
  }

  #failure(error: Error): MessageFailure {
    const part = this.#part
    const unbound = this.#bound <= this.#done ? part?.name : undefined
    return { error, broken: false, unbound, quiet: part?.step.quiet }
  }

  #succeed(): void {
    try {
      const results = this.#parts
        .filter(({ step }) => !step.quiet)
        .map(({ query }) => resultOf(query, this.#client))
      this.#settle(null, results)
    } catch (error) {
      this.#settle({ error, broken: false })
    }
  }

  #settle(failure: MessageFailure | null, results?: PgResult[]): void {
    if (this.#settled) return
    this.#settled = true
    this.callback(failure, results)
  }
}
