import { AuthError } from '@rowauth/core'
import type { AuthTransaction, OnQuery, TransactionOptions } from '../auth-driver.js'
import type { Opening } from '../opening/opening.js'
import { type PgStatement, statementText } from '../pg-statement.js'
import { classifyStatement } from '../sql/classify-statement.js'
import { withCallerStack } from './caller-stack.js'
import {
  asSendError,
  type Connection,
  type ConnectionStatus,
  type Connections,
  type Leftover,
} from './connection.js'
import { observed, telling } from './observe.js'
import { sendOpened } from './opened-message.js'
import {
  assertUsable,
  closeScope,
  openScope,
  type Scope,
  savepointName,
  transactionIsOver,
  unsetSavepoints,
} from './scope.js'
import { addSetupHint } from './setup-hint.js'
import {
  beginSteps,
  commitStep,
  controlStep,
  rollbackStep,
  type Step,
  type UserStep,
  userStep,
} from './step.js'

/**
 * An interactive transaction. It takes a connection and opens with its first statement, so an empty one costs
 * nothing, and BEGIN, the claims and that statement are one round trip. Its messages go out one after the other,
 * each when the one before it has been answered.
 */
export class OpenTransaction<Result> {
  readonly #connections: Connections<Result>
  readonly #opening: Opening
  readonly #onQuery: OnQuery | undefined
  #options: TransactionOptions
  #connection: Connection<Result> | undefined
  /** The connection that was asked for. */
  #acquiring: Promise<Connection<Result>> | undefined
  /** Statements were asked for, so BEGIN can no longer change. */
  #started = false
  /** BEGIN went out. */
  #opened = false
  /** COMMIT or ROLLBACK is done: the connection may be somebody else's by now. */
  #ended = false
  #broken = false
  #released = false
  /** What put the transaction into a failed state, where COMMIT would roll back without a word. */
  #failure: { readonly error: unknown } | undefined
  /** Settled when the last message has been answered; never rejects. */
  #tail: Promise<unknown> = Promise.resolve()

  constructor(
    connections: Connections<Result>,
    opening: Opening,
    options: TransactionOptions = {},
    onQuery: OnQuery | undefined = undefined,
  ) {
    beginSteps(options)
    this.#connections = connections
    this.#opening = opening
    this.#options = options
    this.#onQuery = onQuery
  }

  async run<T>(callback: (tx: AuthTransaction<Result, PgStatement>) => Promise<T>): Promise<T> {
    const scope = openScope()
    const within = this.#connections.within ?? ((_acquired, run) => run())
    try {
      const acquired = () => this.#acquiring !== undefined
      const result = await within(acquired, () => callback(this.#handle(scope)))
      closeScope(scope)
      await this.#commit()
      return result
    } catch (error) {
      scope.over = true
      await this.#rollback(rollbackStep, scope)
      throw error
    } finally {
      this.#ended = true
      this.#release()
    }
  }

  #handle(scope: Scope): AuthTransaction<Result, PgStatement> {
    return {
      query: async (statement) => {
        const kind = classifyStatement(statementText(statement), 'open transaction')
        const step = userStep(statement, this.#opening.role, kind)
        try {
          const [result] = await observed(this.#onQuery, this.#opening.role, [step.config], (sent) =>
            this.#send(scope, step, sent),
          )
          return result as Result
        } catch (error) {
          throw withCallerStack(error)
        }
      },
      transaction: (run) => this.#savepoint(scope, run),
      configure: (options) => {
        if (this.#started || scope.parent !== undefined) {
          throw new AuthError('unsupported', 'A transaction is configured before its first statement.')
        }
        const merged = { ...this.#options, ...options }
        beginSteps(merged)
        this.#options = merged
      },
    }
  }

  async #savepoint<T>(
    parent: Scope,
    run: (tx: AuthTransaction<Result, PgStatement>) => Promise<T>,
  ): Promise<T> {
    assertUsable(parent)
    const savepoint = savepointName()
    const scope = openScope(parent, savepoint)
    try {
      const result = await run(this.#handle(scope))
      closeScope(scope)
      await this.#serially(async () => {
        this.#assertSound()
        if (scope.set) await this.#exchange([controlStep(`release savepoint ${savepoint}`)])
      })
      return result
    } catch (error) {
      scope.over = true
      const undone = await this.#rollback(controlStep(`rollback to savepoint ${savepoint}`), scope)
      if (!undone && this.#status === 'open') {
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
  async #send(scope: Scope, step: UserStep, sent: () => void): Promise<Result[]> {
    assertUsable(scope)
    this.#started = true
    // At once, so that calls get a single client in their order. What goes wrong shows below.
    if (!this.#opened) this.#acquire().catch(() => {})
    return await this.#serially(async () => {
      const scopes = unsetSavepoints(scope)
      const steps = [...scopes.map(({ savepoint }) => controlStep(`savepoint ${savepoint}`)), step]
      try {
        if (this.#opened) return await this.#exchange(steps, scopes, sent)
        this.#take(await this.#acquire())
        return await this.#open(steps, scopes, sent)
      } finally {
        this.#started = this.#opened
      }
    })
  }

  #acquire(): Promise<Connection<Result>> {
    if (this.#acquiring !== undefined) return this.#acquiring
    const acquiring = this.#connections.acquire(this.#opening)
    this.#acquiring = acquiring
    acquiring.catch(() => {
      this.#acquiring = undefined
    })
    return acquiring
  }

  #take(connection: Connection<Result>): void {
    this.#connection = connection
    connection.whenLost?.((reason) => this.#lose(reason))
  }

  /** There is nothing to wait for: what the callback still does runs nothing, and somebody else can have the place. */
  #lose(reason: unknown): void {
    this.#broken = true
    this.#failure = { error: reason }
    this.#release()
  }

  #release(): void {
    if (this.#released) return
    this.#released = this.#connection !== undefined
    this.#connection?.release(this.#leftover)
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

  #open(steps: readonly Step[], scopes: readonly Scope[], sent: () => void): Promise<Result[]> {
    const connection = this.#connection as Connection<Result>
    const begin = beginSteps(this.#options)
    return this.#takeIn(scopes, () =>
      sendOpened(
        connection,
        this.#opening,
        (opening) => [...begin, ...opening, ...steps],
        (message) => connection.send(message, 'idle'),
        sent,
      ),
    )
  }

  #exchange(
    steps: readonly Step[],
    scopes: readonly Scope[] = [],
    sent: () => void = () => {},
  ): Promise<Result[]> {
    // There is no transaction any more to send anything in.
    if (this.#broken || this.#status === 'idle') this.#assertSound()
    return this.#takeIn(scopes, async () => {
      const connection = this.#connection as Connection<Result>
      return (await telling(sent, () => connection.send(steps, 'open'))).results
    })
  }

  /**
   * Takes in what became of a message.
   *
   * @param scopes - those whose savepoints are set here, or may be: an error can come before or after them
   */
  async #takeIn(scopes: readonly Scope[], send: () => Promise<Result[]>): Promise<Result[]> {
    try {
      const results = await send()
      this.#opened = true
      for (const scope of scopes) scope.set = true
      // Only ROLLBACK TO leads out of a failed transaction, the user's own one included.
      if (this.#status === 'open') this.#failure = undefined
      return results
    } catch (failure) {
      const { cause, sent, broken } = asSendError(failure)
      addSetupHint(cause, this.#opening.role, this.#connection?.user)
      this.#opened ||= sent
      if (sent) for (const scope of scopes) scope.set = true
      // A loss says more than an error that the callback may have handled: a savepoint could not be rolled back to.
      if (broken) this.#lose(cause)
      else if (sent && this.#status !== 'open') this.#failure ??= { error: cause }
      throw cause
    }
  }

  /** Idle before there is a connection. */
  get #status(): ConnectionStatus {
    return this.#connection?.status ?? 'idle'
  }

  get #leftover(): Leftover {
    if (this.#broken) return 'broken'
    if (this.#status === 'idle') return 'nothing'
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
  async #rollback(step: Step, scope: Scope): Promise<boolean> {
    try {
      return await this.#serially(async () => {
        if (!scope.set) return true
        if (!this.#opened || this.#broken || this.#status === 'idle') return false
        await this.#exchange([step])
        return true
      })
    } catch {
      return false
    }
  }
}
