import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import { type Message, password, startup } from './protocol.js'

/** A client that sends what it likes, in frames of its choice. */
export class RawClient {
  readonly socket: WebSocket
  /** The code that it was closed with. */
  readonly closed: Promise<number>
  #bytes = Buffer.alloc(0)
  #wake = () => {}

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      socket.once('close', (code) => {
        this.#wake()
        resolve(code)
      })
    })
    socket.on('message', (data: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, data])
      this.#wake()
    })
  }

  static async open(address: string, options: ClientOptions = {}): Promise<RawClient> {
    const client = new RawClient(new WebSocket(`ws://${address}`, options))
    await once(client.socket, 'open')
    return client
  }

  /** Opens one and logs in. */
  static async logIn(address: string, url: URL, parameters: Readonly<Record<string, string>> = {}) {
    const client = await RawClient.open(address)
    const own = { user: decodeURIComponent(url.username), database: url.pathname.slice(1) }
    client.send(startup({ ...own, ...parameters }), password(decodeURIComponent(url.password)))
    return { client, greeting: await client.until('Z') }
  }

  send(...messages: Buffer[]): void {
    this.socket.send(Buffer.concat(messages))
  }

  /** @returns undefined when it was closed before */
  async bytes(length: number): Promise<Buffer | undefined> {
    while (this.#bytes.length < length) {
      if (this.socket.readyState === WebSocket.CLOSED) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const taken = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(length)
    return taken
  }

  async message(): Promise<Message | undefined> {
    const head = await this.bytes(5)
    if (head === undefined) return undefined
    const body = await this.bytes(head.readInt32BE(1) - 4)
    return body && { type: head.toString('latin1', 0, 1), body }
  }

  /** All messages up to one of a type, or to the end. */
  async until(type: string): Promise<Message[]> {
    const messages: Message[] = []
    for (;;) {
      const message = await this.message()
      if (message === undefined) return messages
      messages.push(message)
      if (message.type === type) return messages
    }
  }
}
