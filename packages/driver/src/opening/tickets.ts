import { LruMap, sha256Hex } from '@rowauth/core/internal'

/** How many tokens of one driver have a ticket. */
const maxTickets = 10_000

/** What the database verifies, and what it answers to show that this was it. */
export interface Credential {
  readonly text: string
  /** Of the text, worked out when it is first asked for: nothing is done where a module loads. */
  digest(): Promise<string>
}

export function credential(text: string): Credential {
  let digest: Promise<string> | undefined
  return {
    text,
    digest() {
      digest ??= sha256Hex(text)
      return digest
    },
  }
}

/** The tickets of the most recently used tokens. A ticket is as secret as its token. */
export class Tickets {
  readonly #tickets = new LruMap<string, Credential>()

  get(token: string): Credential | undefined {
    return this.#tickets.get(token)
  }

  add(token: string, ticket: string): void {
    this.#tickets.set(token, credential(ticket))
    this.#tickets.keepAtMost(maxTickets)
  }

  /** It was refused. Another call may have got a new one meanwhile. */
  remove(token: string, ticket: Credential): void {
    if (this.#tickets.get(token) === ticket) this.#tickets.delete(token)
  }
}
