import type { ClientUnderTest, Handle, OpenClient } from '../clients/client-under-test.js'

/**
 * A client that is opened again when it is lost, as an application does with a single connection; a pool does so by
 * itself. Handles of the client that is lost are of no use any more.
 */
export class LastingClient {
  readonly #open: () => Promise<OpenClient>
  readonly #pooled: boolean
  #current: OpenClient
  #generation = 0
  #opening: Promise<void> | undefined

  private constructor(open: () => Promise<OpenClient>, pooled: boolean, first: OpenClient) {
    this.#open = open
    this.#pooled = pooled
    this.#current = first
  }

  static async open(client: ClientUnderTest, open: () => Promise<OpenClient>): Promise<LastingClient> {
    return new LastingClient(open, client.pooled, await open())
  }

  /** Grows each time that it was opened again. */
  get generation(): number {
    return this.#generation
  }

  get owner() {
    return this.#current.owner
  }

  as(token: string): Handle {
    return this.#current.as(token)
  }

  /** A call that was made in this generation has lost its connection. */
  async lost(generation: number): Promise<void> {
    if (this.#pooled || generation !== this.#generation) return
    this.#opening ??= this.#again().finally(() => {
      this.#opening = undefined
    })
    await this.#opening
  }

  async #again(): Promise<void> {
    await this.#current.close().catch(() => {})
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#current = await this.#open()
        this.#generation += 1
        return
      } catch (error) {
        if (attempt === 600) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }

  close(): Promise<void> {
    return this.#current.close()
  }
}
