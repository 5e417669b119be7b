import {
  asSendError,
  type Connection,
  type ConnectionStatus,
  type Leftover,
  SendError,
} from '../../flow/connection.js'
import type { Step } from '../../flow/step.js'
import type { StatementKind } from '../../sql/classify-statement.js'
import { Discard, writeDiscard } from '../message/discard.js'
import { Message } from '../message/message.js'
import type { Behind, MessageAnswer, MessageFailure } from '../message/message-options.js'
import { type DescribeStep, type MessageStep, recordSteps } from '../message/record-steps.js'
import type { PgClientInternals, PgResult } from '../pg-types.js'
import { learnFrom } from '../prepared/lessons.js'
import type { Naming } from '../prepared/naming.js'
import { asError } from './as-error.js'
import { closeConnection } from './close-connection.js'
import { type ConnectionState, connectionState } from './connection-state.js'
import { guardReads } from './guard-reads.js'
import { meter } from './meter.js'
import { isNext, queriesOf } from './pg-queue.js'

/** What holds for all connections of a driver. */
export interface ConnectionSettings {
  readonly naming: Naming
  /** Ends each lease with DISCARD ALL. */
  readonly clean: boolean
  /** Nobody but us uses a connection meanwhile. */
  readonly exclusive: boolean
  /** The application sends between our messages, and may send the very text of one. */
  readonly shared?: boolean
  /** In bytes. */
  readonly maxResultBytes: number
}

function meansAny(steps: readonly MessageStep[], kind: StatementKind): boolean {
  return steps.some((step) => step.kind === 'statement' && step.means === kind)
}

/** The step of the flow's that one of a message belongs to. */
function userVisible(step: MessageStep | undefined): Step | undefined {
  if (step?.kind === 'describe') return step.statement
  return step?.kind === 'watch' ? undefined : step
}

/** On a connection that nobody else uses pg has nothing in hand. */
const nothingBefore: ReadonlySet<unknown> = new Set()

const statuses: Readonly<Record<string, ConnectionStatus>> = { I: 'idle', T: 'open', E: 'failed' }

/** One client of node-postgres, which nobody else of ours uses until it is released. */
export class ClientConnection implements Connection<PgResult> {
  readonly client: PgClientInternals
  readonly #state: ConnectionState
  readonly #settings: ConnectionSettings
  readonly #giveBack: (leftover: Leftover) => void
  /** What became of the DISCARD ALL behind the last message; undefined: there was none. */
  #cleaned: Promise<boolean> | undefined
  /** The next message is the last one again, or rolls it back. */
  #repeated = false

  constructor(
    client: PgClientInternals,
    settings: ConnectionSettings,
    giveBack: (leftover: Leftover) => void,
  ) {
    this.client = client
    this.#state = connectionState(client)
    this.#settings = settings
    this.#giveBack = giveBack
  }

  /**
   * A Sync alone tells the status; once per connection, and only where pg does not.
   *
   * @throws the error that happened; the connection is released then
   */
  async learnStatus(): Promise<void> {
    if (this.#state.txStatus !== undefined) return
    try {
      await this.#write([], 'any', false)
    } catch (error) {
      this.release('broken')
      throw asSendError(error).cause
    }
  }

  get status(): ConnectionStatus {
    return statuses[this.#state.txStatus ?? 'T'] ?? 'open'
  }

  get user(): string | undefined {
    return this.client.user ?? undefined
  }

  send(steps: readonly Step[], expected: 'idle' | 'open'): Promise<MessageAnswer> {
    return this.#write(steps, expected, steps.at(-1)?.kind === 'commit')
  }

  sendWhole(steps: readonly Step[]): Promise<MessageAnswer> {
    return this.#write(steps, 'idle', true)
  }

  /** Sends steps, and asks for the parameter types of statements behind them, in the same message. */
  describe(
    steps: readonly Step[],
    statements: readonly DescribeStep[],
    expected: 'idle' | 'open',
  ): Promise<MessageAnswer> {
    return this.#write([...steps, ...statements], expected, false)
  }

  whenLost(told: (reason: unknown) => void): void {
    // pg tells of the loss in the same breath, and has to find its listeners.
    this.#state.whenLost = (reason) => queueMicrotask(() => told(reason))
  }

  release(leftover: Leftover): void {
    this.#state.handed = undefined
    this.#state.whenLost = undefined
    if (leftover !== 'nothing') this.#giveBack(leftover)
    else if (this.#state.lost || this.#state.encodingChanged) this.#giveBack('broken')
    else if (!this.#settings.clean) this.#giveBack('nothing')
    // The caller has its answer already, and does not wait for this.
    else void this.#clean().then((clean) => this.#giveBack(clean ? 'nothing' : 'broken'))
  }

  async #clean(): Promise<boolean> {
    // What a failed message could not clean behind itself was rolled back meanwhile.
    return (await this.#cleaned) === true || (await this.#discard(false))
  }

  #discard(written: boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const discard = new Discard(this.#state, written, resolve)
      this.#handOver(discard)
      // Whoever has queued a query of theirs, or holds ours back, would be given our answer.
      if (written && !isNext(this.client, discard)) closeConnection(this.client, this.#state)
    })
  }

  #write(
    steps: readonly MessageStep[],
    expected: 'idle' | 'open' | 'any',
    last: boolean,
  ): Promise<MessageAnswer> {
    const { client } = this
    const state = this.#state
    const { naming, maxResultBytes } = this.#settings
    // On a single client the application's own queries may be next in pg's queue.
    const cleans = this.#settings.clean && this.#settings.exclusive && last
    // What is repeated depends on no name.
    const plain = this.#repeated
    if (expected === 'idle') this.#repeated = false
    this.#cleaned = undefined
    return new Promise((resolve, reject) => {
      const message = new Message({
        client,
        state,
        steps,
        expected,
        record: () => {
          guardReads(client, state)
          if (maxResultBytes < Number.POSITIVE_INFINITY) meter(client.connection.stream, state)
          const first = expected === 'idle'
          state.prepared.begin(naming, first)
          const watched = this.#watched(steps, first)
          return recordSteps(client, state.prepared, plain ? undefined : naming, watched)
        },
        behind: cleans ? this.#cleaning : undefined,
        maxResultBytes,
        report: (failure, answer) => {
          if (this.#settings.shared && state.handed?.message === message) state.handed = undefined
          // A block of code can prepare something else under our names, and a roll-back does not undo that.
          if (meansAny(steps, 'may-commit')) state.prepared.forgetOurs()
          if (failure !== null) reject(this.#sendError(failure, expected === 'idle'))
          else {
            if (meansAny(steps, 'ddl')) naming.catalogChanged()
            resolve(answer)
          }
        },
      })
      state.handed = {
        message,
        before: this.#settings.exclusive ? nothingBefore : queriesOf(client),
        writing: false,
      }
      this.#handOver(message)
    })
  }

  readonly #cleaning: Behind = {
    write: writeDiscard,
    take: () => {
      this.#cleaned = this.#discard(true)
    },
  }

  /** The steps, with a look at the catalog in front of the opening when it is time: where it may fail, and be repeated. */
  #watched(steps: readonly MessageStep[], first: boolean): readonly MessageStep[] {
    const at = steps.findIndex(({ kind }) => kind === 'opening')
    if (at === -1 || !first || !this.#settings.naming.automatic) return steps
    const watch = this.#state.watch.step()
    return watch === undefined ? steps : [...steps.slice(0, at), watch, ...steps.slice(at)]
  }

  #sendError(failure: MessageFailure, first: boolean): SendError {
    const { error, sent, broken, step } = failure
    const { prepared, watch } = this.#state
    const again = learnFrom(failure, prepared, this.#settings.naming, watch) && first
    this.#repeated = again
    return new SendError(error, {
      sent,
      broken,
      again,
      step: userVisible(step),
    })
  }

  /** Gives a query object to pg by way of whatever wraps `client.query`. */
  #handOver(query: Message | Discard): void {
    const callback = (error?: Error | null) => query.calledBack(error ?? undefined)
    try {
      const returned: unknown = this.client.query(query, callback)
      if (returned === query || typeof returned !== 'object' || returned === null) return
      if (!('then' in returned)) return // A wrapper that goes on later, or sends something else.
      ;(returned as PromiseLike<unknown>).then(
        () => query.calledBack(undefined),
        (error: unknown) => query.calledBack(error),
      )
    } catch (error) {
      // pg may have begun with it: nobody knows how the client is.
      query.handleLoss(asError(error))
    }
  }
}
