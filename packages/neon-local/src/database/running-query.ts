import { setTimeout as delay } from 'node:timers/promises'
import type { Client, PoolClient } from 'pg'

const attempts = 3
/** Milliseconds for PostgreSQL to heed a cancel request. */
const patience = 1_000

/** A connection at work for one request, which can be stopped from outside. */
export class RunningQuery {
  readonly client: PoolClient
  readonly #separate: () => Client
  #reason: Error | undefined
  #settled = false

  /** @param separate - gives another connection of the same login, not connected yet */
  constructor(client: PoolClient, separate: () => Client) {
    this.client = client
    this.#separate = separate
  }

  /** Why it was stopped; undefined while it was not. */
  get stopped(): Error | undefined {
    return this.#reason
  }

  /**
   * Waits for the work, which rejects with the reason when it was stopped meanwhile.
   *
   * @param work - what runs on the connection
   */
  async settle<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw this.#reason ?? error
    } finally {
      this.#settled = true
    }
  }

  /** Cancels what runs on the connection. The connection is of no further use: a cancel request may come late. */
  stop(reason: Error): void {
    if (this.#settled || this.#reason !== undefined) return
    this.#reason = reason
    void this.#cancel()
  }

  /** Stops without waiting for what is still to come: PostgreSQL gives up when it can send no more rows. */
  abandon(reason: Error): void {
    this.stop(reason)
    this.client.connection.stream.destroy()
  }

  async #cancel(): Promise<void> {
    for (let attempt = 0; attempt < attempts && !this.#settled; attempt += 1) {
      // One that fails is tried again, and then the connection is closed.
      await this.#sendCancel().catch(() => {})
      await this.#waitUntilSettled()
    }
    if (!this.#settled) await this.client.end()
  }

  /** From a second connection: the one in question does not listen while it works. */
  async #sendCancel(): Promise<void> {
    const { processID } = this.client as unknown as { processID: number }
    const canceller = this.#separate()
    canceller.on('error', () => {})
    try {
      await canceller.connect()
      await canceller.query('select pg_catalog.pg_cancel_backend($1)', [processID])
    } finally {
      await canceller.end()
    }
  }

  async #waitUntilSettled(): Promise<void> {
    const end = Date.now() + patience
    while (!this.#settled && Date.now() < end) await delay(10)
  }
}
