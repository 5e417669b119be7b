import { AuthError } from '@rowauth/core'
import type { AuthTransaction, TransactionOptions } from '../auth-driver.js'
import { beginText, classifyStatement } from '../transaction-control.js'
import type { Connections, Lease } from './lease.js'
import { isServerError, type PgResult, type PgStatement } from './pg-types.js'
import type { Sender, SendFailure } from './sender.js'
import { quietStep, type Step, statementText, userStep } from './step.js'

type Transaction = AuthTransaction<PgResult, PgStatement>

/** The transaction, or one of its savepoints. */
interface Scope {
  over: boolean
  readonly parent: Scope | undefined
  /** The name of its savepoint; of the transaction itself: none. */
  readonly savepoint: string | undefined
  /** The savepoint is set; it rides with the first statement. */
  set: boolean
}

/**
 * An interactive transaction. It takes a connection and opens with its first statement, so an empty one costs
 * nothing, and BEGIN, the claims and that statement are one round trip.
 */
export class OpenTransaction {
  readonly #connections: Connections
  readonly #sender: Sender
  readonly #claims: Step
  readonly #role: string
  #options: TransactionOptions
  #lease: Lease | undefined
  /** Settled when the first message has been answered; never rejects. */
  #opening: Promise<unknown> | undefined
  #broken = false
  /** What put the transaction into a failed state, where COMMIT would roll back without a word. */
  #failure: { readonly error: unknown } | undefined
  #savepoints = 0

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
    const scope: Scope = { over: false, parent: undefined, savepoint: undefined, set: true }
    try {
      const held = () => this.#lease
      const result = await this.#connections.within(held, () => callback(this.#handle(scope)))
      scope.over = true
      await this.#commit()
      return result
    } catch (error) {
      scope.over = true
      await this.#rollback('rollback')
      throw error
    } finally {
      this.#lease?.release(this.#broken || this.#status !== 'I')
    }
  }

  #handle(scope: Scope): Transaction {
    return {
      query: async (statement) => {
        classifyStatement(statementText(statement), 'open transaction')
        const [result] = await this.#send(scope, [userStep(statement, this.#role)])
        return result as PgResult
      },
      transaction: (run) => this.#savepoint(scope, run),
      configure: (options) => {
        if (this.#opening !== undefined || scope.parent !== undefined) {
          throw new AuthError('unsupported', 'A transaction is configured before its first statement.')
        }
        const merged = { ...this.#options, ...options }
        beginText(merged)
        this.#options = merged
      },
    }
  }

  async #savepoint<T>(parent: Scope, run: (tx: Transaction) => Promise<T>): Promise<T> {
    this.#savepoints += 1
    const savepoint = `rowauth_${this.#savepoints}`
    const scope: Scope = { over: false, parent, savepoint, set: false }
    try {
      const result = await run(this.#handle(scope))
      scope.over = true
      this.#assertSound()
      if (scope.set) await this.#send(parent, [quietStep({ text: `release savepoint ${savepoint}` })])
      return result
    } catch (error) {
      scope.over = true
      if (scope.set && (await this.#rollback(`rollback to savepoint ${savepoint}`))) this.#failure = undefined
      throw error
    }
  }

  /** Sends a message, opening what is not open yet; later calls wait until that is answered. */
  async #send(scope: Scope, steps: readonly Step[]): Promise<PgResult[]> {
    assertNotOver(scope)
    const scopes = unsetSavepoints(scope)
    const whole = [...scopes.map(({ savepoint }) => quietStep({ text: `savepoint ${savepoint}` })), ...steps]
    for (const unset of scopes) unset.set = true
    try {
      if (this.#opening === undefined) return await this.#open(whole)
      await this.#opening
      assertNotOver(scope)
      if (this.#lease === undefined || this.#status === 'I') throw this.#failure?.error ?? notOpen()
      return await this.#exchange(this.#lease, (client) => this.#sender.send(client, whole, 'open'))
    } catch (error) {
      // Refused before a byte was written: as if it had never been tried.
      if (!isServerError(error) && !this.#broken) for (const unset of scopes) unset.set = false
      throw error
    }
  }

  #open(steps: readonly Step[]): Promise<PgResult[]> {
    const begin = quietStep({ text: beginText(this.#options) })
    const open = async () => {
      this.#lease ??= await this.#connections.acquire()
      return await this.#exchange(this.#lease, (client) =>
        this.#sender.sendWhole(client, [begin, this.#claims, ...steps]),
      )
    }
    const opening = open()
    this.#opening = opening.then(
      () => {},
      () => {
        if (this.#failure === undefined) this.#opening = undefined
      },
    )
    return opening
  }

  /** The transaction status of the connection; idle before there is one. */
  get #status(): string {
    return this.#lease === undefined ? 'I' : this.#sender.status(this.#lease.client)
  }

  async #exchange<T>(lease: Lease, send: (client: Lease['client']) => Promise<T>): Promise<T> {
    try {
      return await send(lease.client)
    } catch (failure) {
      const { error, broken } = failure as SendFailure
      this.#broken ||= broken
      if (broken || isServerError(error)) this.#failure ??= { error }
      throw error
    }
  }

  async #commit(): Promise<void> {
    await this.#opening
    this.#assertSound()
    if (this.#lease === undefined || this.#status === 'I') return
    await this.#exchange(this.#lease, (client) =>
      this.#sender.send(client, [quietStep({ text: 'commit' })], 'open'),
    )
    // A statement that nobody awaited may have failed before the COMMIT, which then rolled back.
    this.#assertSound()
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** True when it worked. Where it does not, the error that led here is the one to tell. */
  async #rollback(text: string): Promise<boolean> {
    await this.#opening
    if (this.#lease === undefined || this.#broken || this.#status === 'I') return false
    try {
      await this.#sender.send(this.#lease.client, [quietStep({ text })], 'open')
      return true
    } catch (failure) {
      this.#broken ||= (failure as SendFailure).broken
      return false
    }
  }
}

function notOpen(): AuthError {
  return new AuthError('unsupported', 'The transaction is not open: a statement in it ended it.')
}

function assertNotOver(scope: Scope): void {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.over) throw new AuthError('unsupported', 'The transaction is over: its callback has settled.')
  }
}

/** The scopes whose savepoint is still to be set, outermost first. */
function unsetSavepoints(scope: Scope): Scope[] {
  const outer = scope.parent === undefined ? [] : unsetSavepoints(scope.parent)
  return scope.set ? outer : [...outer, scope]
}
