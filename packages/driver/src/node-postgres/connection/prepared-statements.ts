import { randomBytes } from 'node:crypto'
import type { PgConnection } from '../pg-types.js'

/**
 * The statements that are prepared on one connection: ours, a bounded set with the least recently used one
 * leaving first, and the user's own names, which are never dropped.
 *
 * Names are random per connection. So behind a pooler that moves a client between servers the claims
 * statement, which every message starts with, is missing whenever any other one may be; a lost statement
 * shows before anything has run.
 */
export class PreparedStatements {
  readonly #connection: PgConnection
  readonly #max: number
  readonly #prefix = `rowauth_${randomBytes(6).toString('hex')}_`
  readonly #names = new Map<string, string>()
  #counter = 0
  #closing: string[] = []
  /** Statements whose Parse is on its way, in order; undefined for unnamed ones. */
  #parsing: ({ readonly name: string; readonly text: string } | undefined)[] = []

  constructor(connection: PgConnection, max: number) {
    this.#connection = connection
    this.#max = max
  }

  /** The name for a key, made on first use. Names in `keep` are in use by the message being written. */
  name(key: string, keep: ReadonlySet<string>): string | undefined {
    let name = this.#names.get(key)
    if (name !== undefined) {
      this.#names.delete(key)
    } else {
      if (this.#names.size >= this.#max) {
        const oldest = this.#names.values().next().value
        // A message with more statements than the set holds: the rest goes unnamed.
        if (oldest === undefined || keep.has(oldest)) return undefined
        this.forget(oldest)
      }
      this.#counter += 1
      name = this.#prefix + this.#counter
    }
    this.#names.set(key, name)
    return name
  }

  /** The names that the next message is to close on the server. */
  takeClosing(): string[] {
    const closing = this.#closing
    this.#closing = []
    return closing
  }

  /** A Parse message is about to be written. */
  parsing(statement: { name: string; text: string } | undefined): void {
    this.#parsing.push(statement)
  }

  /** The server has parsed the oldest one that was on its way. */
  parsed(): void {
    const statement = this.#parsing.shift()
    if (statement !== undefined) this.#connection.parsedStatements[statement.name] = statement.text
  }

  /** The server is ready again: what it has not parsed by now it never will. */
  settle(): void {
    const unparsed = new Set(this.#parsing.map((statement) => statement?.name))
    this.#parsing = []
    if (unparsed.size === 0) return
    for (const [key, name] of this.#names) if (unparsed.has(name)) this.#names.delete(key)
  }

  /** Forgets a statement of ours, because it gave way or its plan no longer fits; its next use parses it anew. */
  forget(name: string): void {
    delete this.#connection.parsedStatements[name]
    this.#closing.push(name)
    for (const [key, known] of this.#names) if (known === name) this.#names.delete(key)
  }

  /** Is this one of our names? */
  owns(name: string | undefined): name is string {
    return name?.startsWith(this.#prefix) === true
  }
}
