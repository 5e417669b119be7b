import { type ConnectionState, stateOf } from './connection-state.js'
import { Message, type MessageFailure } from './message.js'
import { isServerError, type PgClientInternals, type PgResult } from './pg-types.js'
import { quietStep, type Step } from './step.js'

/** How many statements of ours stay prepared on a connection. */
const defaultMaxPrepared = 100

/** SQLSTATEs of statements that the server has lost, or has and we do not know of: a pooler is in between. */
const lostStatement = new Set(['26000', '42P05'])
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

  constructor(prepare: boolean | { readonly max: number } = true) {
    this.#prepare = prepare !== false
    this.#maxPrepared = typeof prepare === 'object' ? prepare.max : defaultMaxPrepared
  }

  /** The transaction status of a connection, as of its last ReadyForQuery. */
  status(client: PgClientInternals): string {
    return this.#state(client).txStatus
  }

  /** Sends steps in one message. Like `sendWhole` it rejects with a {@link SendFailure}. */
  send(
    client: PgClientInternals,
    steps: readonly Step[],
    expectedStatus: 'idle' | 'open',
  ): Promise<PgResult[]> {
    const state = this.#state(client)
    const prepare = this.#prepare
    return new Promise((resolve, reject: (failure: SendFailure) => void) => {
      const message = new Message(client, state, steps, { prepare, expectedStatus }, (failure, results) => {
        if (failure === null) resolve(results ?? [])
        else if (failure instanceof Error) reject({ error: failure, broken: true, retry: false })
        else reject({ ...failure, retry: this.#learn(state, failure) })
      })
      client.query(message)
    })
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

  /** Takes in what a failure says about prepared statements. True when it was about nothing else. */
  #learn(state: ConnectionState, { error, unbound }: MessageFailure): boolean {
    if (unbound === undefined || !isServerError(error)) return false
    const { code = '' } = error
    if (lostStatement.has(code)) {
      this.#prepare = false
      return true
    }
    if (!state.prepared.owns(unbound)) return false
    // A plan may rest on what is no longer there; a new Parse tells. Denied permission is no such case.
    if (code === stalePlan || (code.startsWith('42') && code !== '42501')) state.prepared.forget(unbound)
    return code === stalePlan
  }
}
