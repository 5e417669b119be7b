import type { Client, ClientConfig } from 'pg'
import { GuardedClient } from './guarded-client.js'

/** The clients of pg that were made here and are not closed yet. */
export class OpenClients {
  readonly #clients = new Set<Client>()
  /** What pools make their clients with. */
  readonly Client: new (
    config?: string | ClientConfig,
  ) => Client

  constructor() {
    const clients = this.#clients
    this.Client = class extends GuardedClient {
      constructor(config?: string | ClientConfig) {
        super(config)
        clients.add(this)
        this.on('end', () => clients.delete(this))
      }
    }
  }

  /**
   * Waits until all are closed.
   *
   * @param patience - milliseconds after which those that are left are cut
   */
  async close(patience: number): Promise<void> {
    const cut = setTimeout(() => {
      for (const client of this.#clients) client.connection.stream.destroy()
    }, patience)
    await Promise.all(
      Array.from(this.#clients, (client) => new Promise<void>((end) => client.on('end', end))),
    )
    clearTimeout(cut)
  }
}
