import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { DelayLine } from './delay-line.js'
import { MessageSplitter, type ProtocolMessage } from './message-splitter.js'
import { RoundTripCounter } from './round-trip-counter.js'
import type { TrafficLog } from './traffic.js'

/** The next message of a client's or of the server's, start-up apart. */
export type CutPoint = 'nextFrontend' | 'nextBackend'

/** What connections share with their proxy. */
export interface ProxyState {
  readonly upstream: NetConnectOpts
  log: TrafficLog
  /** Milliseconds that a message takes one way. */
  delay: number
  cutPoint: CutPoint | undefined
}

const cancelRequest = 80_877_102
const encryptionRequests = new Set([80_877_103, 80_877_104])

/** One client's connection, passed on message by message. */
export class ProxiedConnection {
  readonly #state: ProxyState
  readonly #client: Socket
  readonly #server: Socket
  readonly #toServer: DelayLine
  readonly #toClient: DelayLine
  readonly #frontend = new MessageSplitter({ typed: false })
  readonly #backend = new MessageSplitter({ typed: true })
  readonly #counter = new RoundTripCounter()
  #phase: 'opening' | 'open' | 'cancelling' = 'opening'

  constructor(client: Socket, state: ProxyState) {
    this.#state = state
    this.#client = client
    this.#server = connect(state.upstream)
    this.#toServer = new DelayLine(() => state.delay)
    this.#toClient = new DelayLine(() => state.delay)
    for (const socket of [client, this.#server]) {
      socket.setNoDelay(true)
      socket.on('error', () => this.destroy())
      socket.on('close', () => this.#closed(socket))
    }
    client.on('data', (chunk) => this.#reading(() => this.#fromClient(chunk)))
    client.on('end', () => this.#toServer.push(() => this.#server.end()))
    this.#server.on('data', (chunk) => this.#reading(() => this.#fromServer(chunk)))
    this.#server.on('end', () => this.#toClient.push(() => client.end()))
  }

  /** Closes both sides at once; what is on its way is lost. */
  destroy(): void {
    this.#toServer.clear()
    this.#toClient.clear()
    this.#client.destroy()
    this.#server.destroy()
  }

  /** Whoever does not speak the protocol is shown the door; the process must not fall over it. */
  #reading(read: () => void): void {
    try {
      read()
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.destroy()
    }
  }

  #closed(socket: Socket): void {
    // What the server said last may still be on its way to the client.
    if (socket === this.#client) this.destroy()
    else this.#toClient.push(() => this.#client.end())
  }

  /** True when the message was the one to cut at. */
  #cutAt(point: CutPoint): boolean {
    if (this.#phase !== 'open' || this.#state.cutPoint !== point) return false
    this.#state.cutPoint = undefined
    this.destroy()
    return true
  }

  #fromClient(chunk: Buffer): void {
    const forward: Buffer[] = []
    for (const message of this.#frontend.push(chunk)) {
      if (this.#cutAt('nextFrontend')) return
      if (this.#noteFrontend(message)) forward.push(message.bytes)
    }
    if (forward.length > 0) this.#toServer.push(() => this.#server.write(Buffer.concat(forward)))
  }

  /** False for a message that is answered here. */
  #noteFrontend(message: ProtocolMessage): boolean {
    const { log } = this.#state
    if (this.#phase === 'open') {
      if (this.#counter.sent(message.type)) log.roundTrips += 1
      log.frontend(message)
      return true
    }
    if (message.type === '') return this.#noteOpening(message)
    log.startupRoundTrips += 1
    return true
  }

  #noteOpening({ body }: ProtocolMessage): boolean {
    const code = body.length < 4 ? 0 : body.readInt32BE(0)
    if (code === cancelRequest) {
      this.#phase = 'cancelling'
      return true
    }
    this.#state.log.startupRoundTrips += 1
    if (encryptionRequests.has(code)) {
      this.#toServer.push(() => this.#toClient.push(() => this.#client.write('N')))
      return false
    }
    this.#state.log.connections += 1
    this.#frontend.typed = true
    return true
  }

  #fromServer(chunk: Buffer): void {
    const messages: ProtocolMessage[] = []
    for (const message of this.#backend.push(chunk)) {
      if (this.#cutAt('nextBackend')) return
      messages.push(message)
    }
    if (messages.length === 0) return
    // Noted when the client gets it: until then the client is waiting.
    this.#toClient.push(() => {
      for (const message of messages) this.#noteBackend(message)
      this.#client.write(Buffer.concat(messages.map(({ bytes }) => bytes)))
    })
  }

  #noteBackend(message: ProtocolMessage): void {
    if (this.#phase === 'open') {
      this.#counter.received(message.type)
      this.#state.log.backend(message)
    } else if (message.type === 'Z') this.#phase = 'open'
  }
}
