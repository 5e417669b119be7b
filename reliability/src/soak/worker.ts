import { errorLabel, Hang, withDeadline } from '../bench/error-label.js'
import type { Random } from '../bench/random.js'
import { batchOperations, transactionOperations } from './compound-operations.js'
import type { LastingClient } from './lasting-client.js'
import type { Ledger } from './ledger.js'
import { type MakeOperation, type Operation, WrongAnswer } from './operation.js'
import { preparedOperations } from './prepared-operation.js'
import { singleOperations } from './single-operations.js'
import { count, noteWrong, type Tally } from './tally.js'
import type { User } from './user.js'

/** What a call may reject with while servers are stopped, connections cut and tables changed under it. */
const disturbed = new Set([
  'connection lost',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '08006', // connection_failure, of what stands in front of the server
  '57014', // query_canceled
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
])

/** After these nobody but the server knows whether the call was done. */
const doubtful = new Set(['connection lost', '57P01', '57P02', '57P03'])

export interface WorkerOptions {
  /** Of the client. */
  readonly name: string
  readonly interactive: boolean
  /** Milliseconds between two calls: what runs in this process keeps everybody else from running. */
  readonly pause: number
  readonly client: LastingClient
  readonly random: Random
  readonly tally: Tally
  /** Users with a handle each, which are this worker's alone. */
  readonly users: readonly User[]
  /** Gives a marker that was never used. */
  marker(): string
  /** The marker of a row that somebody else owns. */
  readonly foreign: string
}

/** Milliseconds that a call may take, a restart of the server included. */
const deadline = 90_000

/** Makes one call after the other, as one user or another, and knows what each must come to. */
export class Worker {
  readonly #options: WorkerOptions
  readonly #operations: readonly MakeOperation[]

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#operations = [
      ...singleOperations,
      ...preparedOperations,
      ...batchOperations,
      ...(options.interactive ? transactionOperations : []),
    ].flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  }

  /** Makes calls until `over`. */
  async run(over: () => boolean): Promise<void> {
    const { pause } = this.#options
    while (!over()) {
      await this.#step()
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  async #step(): Promise<void> {
    const { random, users, tally, name, client, marker, foreign } = this.#options
    const { ledger, handle } = random.pick(users)
    const operation = random.pick(this.#operations)({ handle, ledger, random, marker, foreign })
    if (operation === undefined) return
    tally.calls += 1
    count(tally.byClient, name)
    const { generation } = client
    try {
      const rows = await withDeadline(operation.run(), deadline, operation.name)
      if (operation.rejects !== undefined)
        this.#wrong('error that was not told', operation, operation.rejects)
      ledger.done(operation.changes)
      const finding = rows && ledger.check(rows)
      if (finding !== undefined) this.#wrong(finding, operation, `${rows?.length} rows`)
    } catch (error) {
      this.#rejected(operation, ledger, error)
      if (doubtful.has(errorLabel(error))) await client.lost(generation)
    }
  }

  #rejected(operation: Operation, ledger: Ledger, error: unknown): void {
    const { tally } = this.#options
    if (error instanceof WrongAnswer) {
      this.#wrong(error.message, operation, '')
      return
    }
    if (error instanceof Hang) this.#wrong('hang', operation, error.message)
    const label = errorLabel(error)
    count(tally.rejected, label)
    if (label === operation.rejects) return
    if (!disturbed.has(label)) this.#wrong('unexpected error', operation, label)
    if (doubtful.has(label) || !disturbed.has(label)) ledger.inDoubt(operation.changes)
  }

  #wrong(name: string, operation: Operation, details: string): void {
    const { tally } = this.#options
    noteWrong(tally, name, `${this.#options.name}, ${operation.name}: ${details}`.slice(0, 400))
  }
}
