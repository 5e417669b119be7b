import type { WebSocket } from 'ws'

/** What may wait here before a client is not listened to any more, in bytes. */
const maxWaiting = 1024 * 1024

/** The bytes that a client sends. Frames mean nothing: a message may be in several, and several in one. */
export class ClientBytes {
  readonly #webSocket: WebSocket
  #chunks: Buffer[] = []
  #length = 0
  #ended = false
  #wake = () => {}
  #receive: ((chunk: Buffer) => void) | undefined

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket
    webSocket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#take(data)
      else webSocket.close(1003, 'PostgreSQL speaks in binary frames.')
    })
    webSocket.once('close', () => {
      this.#ended = true
      this.#wake()
    })
  }

  /** @returns exactly so many bytes; undefined when the client has gone before */
  async read(length: number): Promise<Buffer | undefined> {
    while (this.#length < length && !this.#ended) {
      this.#webSocket.resume()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#length < length) return undefined
    const all = Buffer.concat(this.#chunks)
    this.#keep(all.subarray(length))
    return all.subarray(0, length)
  }

  /** From now on everything goes there, what has come already first. */
  handTo(receive: (chunk: Buffer) => void): void {
    const waiting = this.#chunks
    this.#keep(Buffer.alloc(0))
    this.#receive = receive
    this.#webSocket.resume()
    for (const chunk of waiting) receive(chunk)
  }

  #take(chunk: Buffer): void {
    if (this.#receive !== undefined) {
      this.#receive(chunk)
      return
    }
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (this.#length > maxWaiting) this.#webSocket.pause()
    this.#wake()
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest]
    this.#length = rest.length
  }
}
