import { AuthError } from '@rowauth/core'
import type { AuthTransaction, TransactionOptions } from '../../auth-driver.js'
import { statementText } from '../../pg-statement.js'
import { beginText, classifyStatement } from '../../transaction-control.js'
import type { Connections, Lease, Leftover } from '../connection/lease.js'
import type { Sender, SendFailure } from '../message/sender.js'
import { commitStep, quietStep, type Step, userStep } from '../message/step.js'
import { type PgResult, type PgStatement, traced } from '../pg-types.js'
import {
  assertUsable,
  closeScope,
  openScope,
  type Scope,
  transactionIsOver,
  unsetSavepoints,
} from './scope.js'

type Transaction = AuthTransaction<PgResult, PgStatement>

/**
 * An interactive transaction. It takes a connection and opens with its first statement, so an empty one costs
 * nothing, and BEGIN, the claims and that statement are one round trip. Its messages go out one after the other,
 * each when the one before it has been answered.
 */
export class OpenTransaction {
  readonly #connections: Connections
  readonly #sender: Sender
  readonly #claims: Step
  readonly #role: string
  #options: TransactionOptions
  #lease: Lease | undefined
  /** The connection that was asked for. */
  #claim: Promise<Lease> | undefined
  /** Statements were asked for, so BEGIN can no longer change. */
  #started = false
  /** BEGIN went out. */
  #opened = false
  /** COMMIT or ROLLBACK is done: the connection may be somebody else's by now. */
  #ended = false
  #broken = false
  /** What put the transaction into a failed state, where COMMIT would roll back without a word. */
  #failure: { readonly error: unknown } | undefined
  #savepoints = 0
  /** Settled when the last message has been answered; never rejects. */
  #tail: Promise<unknown> = Promise.resolve()

  constructor(
    connections: Connections,
    sender: Sender,
    claims: Step,
    role: string,
    options: TransactionOptions = {},
  ) {
    beginText(options)
    this.#connections = connections
    this.#sender = sender
    this.#claims = claims
    this.#role = role
    this.#options = options
  }

  async run<T>(callback: (tx: Transaction) => Promise<T>): Promise<T> {
    const scope = openScope()
    try {
      const claimed = () => this.#claim !== undefined
      const result = await this.#connections.within(claimed, () => callback(this.#handle(scope)))
      closeScope(scope)
      await this.#commit()
      return result
    } catch (error) {
      scope.over = true
      await this.#rollback('rollback', scope)
      throw error
    } finally {
      this.#ended = true
      this.#lease?.release(this.#leftover)
    }
  }

  #handle(scope: Scope): Transaction {
    return {
      query: async (statement) => {
        classifyStatement(statementText(statement), 'open transaction')
        try {
          const [result] = await this.#send(scope, userStep(statement, this.#role))
          return result as PgResult
        } catch (error) {
          throw traced(error)
        }
      },
      transaction: (run) => this.#savepoint(scope, run),
      configure: (options) => {
        if (this.#started || scope.parent !== undefined) {
          throw new AuthError('unsupported', 'A transaction is configured before its first statement.')
        }
        const merged = { ...this.#options, ...options }
        beginText(merged)
        this.#options = merged
      },
    }
  }

  async #savepoint<T>(parent: Scope, run: (tx: Transaction) => Promise<T>): Promise<T> {
    assertUsable(parent)
    this.#savepoints += 1
    const savepoint = `rowauth_${this.#savepoints}`
    const scope = openScope(parent, savepoint)
    try {
      const result = await run(this.#handle(scope))
      closeScope(scope)
      await this.#serially(async () => {
        this.#assertSound()
        if (scope.set) await this.#exchange([quietStep({ text: `release savepoint ${savepoint}` })])
      })
      return result
    } catch (error) {
      scope.over = true
      const undone = await this.#rollback(`rollback to savepoint ${savepoint}`, scope)
      if (!undone && this.#status === 'T') {
        // What the savepoint was to undo is still there, so nothing of the transaction may stay.
        this.#broken = true
        this.#failure ??= { error }
      }
      throw error
    } finally {
      parent.child = undefined
    }
  }

  /** Sends a statement, and with it what is not open yet. */
  async #send(scope: Scope, step: Step): Promise<PgResult[]> {
    assertUsable(scope)
    this.#started = true
    // At once, so that calls get a single client in their order. What goes wrong shows below.
    if (!this.#opened) this.#acquire().catch(() => {})
    return await this.#serially(async () => {
      const scopes = unsetSavepoints(scope)
      const steps = [...scopes.map(({ savepoint }) => quietStep({ text: `savepoint ${savepoint}` })), step]
      try {
        if (this.#opened) return await this.#exchange(steps, scopes)
        this.#lease = await this.#acquire()
        const begin = quietStep({ text: beginText(this.#options) })
        return await this.#exchange([begin, this.#claims, ...steps], scopes)
      } finally {
        this.#started = this.#opened
      }
    })
  }

  #acquire(): Promise<Lease> {
    if (this.#claim !== undefined) return this.#claim
    const claim = this.#connections.acquire()
    this.#claim = claim
    claim.catch(() => {
      this.#claim = undefined
    })
    return claim
  }

  /** Lets one message go out after the other, in the order of the calls. */
  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      if (this.#ended) throw transactionIsOver()
      return work()
    })
    this.#tail = result.catch(() => {})
    return result
  }

  /** @param scopes - those whose savepoints are set here, or may be: an error can come before or after them */
  async #exchange(steps: readonly Step[], scopes: readonly Scope[] = []): Promise<PgResult[]> {
    // There is no transaction any more to send anything in.
    if (this.#broken || (this.#opened && this.#status === 'I')) this.#assertSound()
    const { client } = this.#lease as Lease
    const sending = this.#opened
      ? this.#sender.send(client, steps, 'open')
      : this.#sender.sendWhole(client, steps)
    try {
      const results = await sending
      this.#opened = true
      for (const scope of scopes) scope.set = true
      // Only ROLLBACK TO leads out of a failed transaction, the user's own one included.
      if (this.#status === 'T') this.#failure = undefined
      return results
    } catch (failure) {
      const { error, sent, broken } = failure as SendFailure
      this.#opened ||= sent
      this.#broken ||= broken
      if (sent) for (const scope of scopes) scope.set = true
      if (broken || (sent && this.#status !== 'T')) this.#failure ??= { error }
      throw error
    }
  }

  /** The transaction status of the connection; idle before there is one. */
  get #status(): string | undefined {
    return this.#lease === undefined ? 'I' : this.#sender.status(this.#lease.client)
  }

  get #leftover(): Leftover {
    if (this.#broken) return 'broken'
    if (this.#status === 'I') return 'nothing'
    return this.#opened ? 'broken' : 'foreign transaction'
  }

  #commit(): Promise<void> {
    return this.#serially(async () => {
      this.#assertSound()
      if (this.#opened) await this.#exchange([commitStep])
      this.#ended = true
    })
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** True when nothing is left of `scope`. Where it does not work, the error that led here is the one to tell. */
  async #rollback(text: string, scope: Scope): Promise<boolean> {
    try {
      return await this.#serially(async () => {
        if (!scope.set) return true
        if (!this.#opened || this.#broken || this.#status === 'I') return false
        await this.#exchange([quietStep({ text })])
        return true
      })
    } catch {
      return false
    }
  }
}
