import { type ConnectionState, stateOf } from '../connection/connection-state.js'
import { isServerError, type PgClientInternals, type PgResult } from '../pg-types.js'
import { Message, type MessageFailure } from './message.js'
import { quietStep, type Step } from './step.js'

/** How many statements of ours stay prepared on a connection. */
const defaultMaxPrepared = 100

/** "cached plan must not change result type": the table has changed since. */
const stalePlan = '0A000'

/** A message failed. `retry`: nothing of it has taken effect, and it would fare better now. */
export interface SendFailure extends MessageFailure {
  readonly retry: boolean
}

/** Writes messages of one driver and keeps what it learned about the endpoint. */
export class Sender {
  #prepare: boolean
  readonly #maxPrepared: number

  /** @throws {TypeError} when `max` is no whole number from 0 on */
  constructor(prepare: boolean | { readonly max: number } = true) {
    const max = typeof prepare === 'boolean' ? defaultMaxPrepared : prepare?.max
    if (!Number.isSafeInteger(max) || max < 0) {
      throw new TypeError('"prepare" is true, false, or an object with "max", a whole number from 0 on.')
    }
    this.#prepare = prepare !== false
    this.#maxPrepared = max
  }

  /** The transaction status of a connection, as of its last ReadyForQuery. */
  status(client: PgClientInternals): string | undefined {
    return this.#state(client).txStatus
  }

  /** Sends steps in one message. Like `sendWhole` it rejects with a {@link SendFailure}. */
  async send(
    client: PgClientInternals,
    steps: readonly Step[],
    expectedStatus: 'idle' | 'open',
  ): Promise<PgResult[]> {
    const state = this.#state(client)
    // A Sync alone tells; once per connection, and only where pg does not.
    if (state.txStatus === undefined) await this.#write(client, state, [], 'any')
    return await this.#write(client, state, steps, expectedStatus)
  }

  /**
   * Sends steps that begin on an idle connection and take effect together or not at all; so a message that
   * failed over a lost prepared statement can be sent once more.
   */
  async sendWhole(client: PgClientInternals, steps: readonly Step[]): Promise<PgResult[]> {
    try {
      return await this.send(client, steps, 'idle')
    } catch (failure) {
      if (!(failure as SendFailure).retry) throw failure
      if (this.status(client) !== 'I') await this.send(client, [quietStep({ text: 'rollback' })], 'open')
      return await this.send(client, steps, 'idle')
    }
  }

  #state(client: PgClientInternals): ConnectionState {
    return stateOf(client, this.#maxPrepared)
  }

  #write(
    client: PgClientInternals,
    state: ConnectionState,
    steps: readonly Step[],
    expectedStatus: 'idle' | 'open' | 'any',
  ): Promise<PgResult[]> {
    const options = { prepare: this.#prepare, expectedStatus }
    return new Promise((resolve, reject: (failure: SendFailure) => void) => {
      const message = new Message(client, state, steps, options, (failure, results) => {
        if (failure === null) resolve(results)
        else reject({ ...failure, retry: this.#learn(state, failure) })
      })
      try {
        client.query(message)
      } catch (error) {
        reject({ error, sent: true, broken: true, retry: false })
      }
    })
  }

  /** Takes in what a failure says about prepared statements. True when it was about nothing else. */
  #learn(state: ConnectionState, { error, unbound }: MessageFailure): boolean {
    if (unbound === undefined || !isServerError(error)) return false
    const { code = '' } = error
    // The server has lost what we had parsed, or has what we had not: there is a pooler in between.
    if (code === (unbound.reused ? '26000' : '42P05')) {
      this.#prepare = false
      return true
    }
    if (!unbound.reused || !state.prepared.owns(unbound.name)) return false
    // A plan may rest on what is no longer there; a new Parse tells. Denied permission is no such case.
    const stale = code === stalePlan
    if (stale || (code.startsWith('42') && code !== '42501')) state.prepared.forget(unbound.name)
    return stale
  }
}
