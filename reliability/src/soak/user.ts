import type { Random } from '../bench/random.js'
import type { Handle } from '../clients/client-under-test.js'
import type { LastingClient } from './lasting-client.js'
import { Ledger } from './ledger.js'

/** A user whose calls one worker makes, with a handle that is kept for some calls, and then made anew. */
export class User {
  readonly ledger: Ledger
  readonly #client: LastingClient
  readonly #token: string
  readonly #random: Random
  #handle: Handle
  #generation: number

  constructor(sub: string, token: string, client: LastingClient, random: Random) {
    this.ledger = new Ledger(sub)
    this.#client = client
    this.#token = token
    this.#random = random
    this.#handle = client.as(token)
    this.#generation = client.generation
  }

  get handle(): Handle {
    if (this.#generation !== this.#client.generation || this.#random.percent(10)) {
      this.#handle = this.#client.as(this.#token)
      this.#generation = this.#client.generation
    }
    return this.#handle
  }
}
