/** One message of the PostgreSQL protocol, version 3; `bytes` is all of it, type and length included. */
export interface ProtocolMessage {
  /** The type letter; empty for the untyped messages with which a client opens a connection. */
  readonly type: string
  readonly body: Buffer
  readonly bytes: Buffer
}

/**
 * Cuts a byte stream into messages, however TCP has chunked it (PostgreSQL manual, chapter 55.7).
 *
 * @example
 * const splitter = new MessageSplitter({ typed: true })
 * socket.on('data', (chunk) => { for (const message of splitter.push(chunk)) … })
 */
export class MessageSplitter {
  /** Whether messages begin with a type letter, as all do but a client's first. */
  typed: boolean
  #rest: Buffer = Buffer.alloc(0)
  #chunks: Buffer[] = []
  #wanted = 0

  constructor({ typed }: { typed: boolean }) {
    this.typed = typed
  }

  /** Yields each message that is complete; `typed` may be changed between two of them. */
  *push(chunk: Buffer): Generator<ProtocolMessage> {
    this.#chunks.push(chunk)
    this.#wanted -= chunk.length
    // A message that spans many chunks is joined once, not once a chunk.
    if (this.#wanted > 0) return
    this.#rest = Buffer.concat([this.#rest, ...this.#chunks])
    this.#chunks = []
    for (let message = this.#next(); message !== undefined; message = this.#next()) yield message
  }

  #next(): ProtocolMessage | undefined {
    const rest = this.#rest
    const offset = this.typed ? 1 : 0
    const head = offset + 4
    const length = rest.length < head ? 4 : rest.readInt32BE(offset)
    if (length < 4) throw new RangeError('A message of the PostgreSQL protocol is at least four bytes long.')
    const total = offset + length
    const complete = rest.length >= head && rest.length >= total
    this.#wanted = complete ? 0 : Math.max(head, total) - rest.length
    if (!complete) return undefined
    this.#rest = rest.subarray(total)
    return {
      type: this.typed ? rest.toString('latin1', 0, 1) : '',
      body: rest.subarray(head, total),
      bytes: rest.subarray(0, total),
    }
  }
}
