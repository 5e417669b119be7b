export interface WireMessage {
  readonly type: string
  readonly body: Buffer
}

/** Reads messages out of bytes, and stops at the first one that is none. */
export class MessageReader implements Iterable<WireMessage> {
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  *[Symbol.iterator](): Generator<WireMessage> {
    const bytes = this.#bytes
    for (let at = 0; at + 5 <= bytes.length; ) {
      const length = bytes.readInt32BE(at + 1)
      if (length < 4 || at + 1 + length > bytes.length) return
      yield { type: bytes.toString('latin1', at, at + 1), body: bytes.subarray(at + 5, at + 1 + length) }
      at += 1 + length
    }
  }
}
