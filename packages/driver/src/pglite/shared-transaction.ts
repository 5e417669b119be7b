import { sharedByCopies } from '@rowauth/core/internal'
import type { Answer, ConnectionStatus, SharedConnection } from '../flow/connection.js'
import type { Step } from '../flow/step.js'
import { runSteps } from './pglite-connection.js'
import type { PgliteQueries, PgliteResult } from './pglite-types.js'

/** A transaction of the application's: one for all the calls that join it. */
class SharedTransaction implements SharedConnection<PgliteResult> {
  readonly client: PgliteQueries
  status: ConnectionStatus = 'open'
  /** Settled when the last message has been answered; never rejects. */
  #tail: Promise<unknown> = Promise.resolve()

  constructor(client: PgliteQueries) {
    this.client = client
  }

  /** PGlite takes step by step: those of another call must not come in between, where they would be this user's. */
  send(steps: readonly Step[]): Promise<Answer<PgliteResult>> {
    const answer = this.#tail.then(() => this.#run(steps))
    this.#tail = answer.catch(() => {})
    return answer
  }

  async #run(steps: readonly Step[]): Promise<Answer<PgliteResult>> {
    try {
      const answer = await runSteps(this.client, steps)
      this.status = 'open'
      return answer
    } catch (error) {
      // An error of PGlite's own, over a parameter say, has not failed the transaction, which would keep the role.
      await this.client.query('rollback to savepoint rowauth_never_set').catch(() => {})
      this.status = 'failed'
      throw error
    }
  }
}

const transactions = /* @__PURE__ */ sharedByCopies(
  'PGlite transactions 1',
  () => new WeakMap<object, SharedTransaction>(),
)

/**
 * A transaction that the application has opened, as PGlite gives it to its callback.
 *
 * @throws {TypeError} for what is none
 */
export function sharedTransaction(client: unknown): SharedConnection<PgliteResult> {
  const tx = client as PgliteQueries | null
  if (typeof tx?.query !== 'function' || 'transaction' in tx) {
    throw new TypeError('A transaction is joined on what PGlite gives to its callback.')
  }
  let shared = transactions.get(tx)
  if (shared === undefined) {
    shared = new SharedTransaction(tx)
    transactions.set(tx, shared)
  }
  return shared
}
