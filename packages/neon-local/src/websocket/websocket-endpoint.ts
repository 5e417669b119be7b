import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { DatabaseServer } from '../database/login.js'
import { type AdmissionRules, type Refusal, refusalOf } from './admission.js'
import { endSession, type SessionContext, serveClient } from './serve-client.js'

/** The largest frame, in bytes. */
const maxPayload = 64 * 1024 * 1024

/** Milliseconds for a client to take its leave. */
const patience = 1_000

export interface WebSocketRules extends Pick<AdmissionRules, 'hosts' | 'origins'> {
  /** Users that may log in, besides that of the endpoint's own connection string. */
  readonly users: readonly string[]
}

/** Neon's WebSockets: the PostgreSQL protocol, to the one server behind the endpoint. */
export class WebSocketEndpoint {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  readonly #sessions = new Set<Promise<void>>()
  readonly #context: SessionContext
  readonly #rules: AdmissionRules

  constructor(server: DatabaseServer, { hosts, origins, users }: WebSocketRules) {
    const own = server.loginFor('', '')
    const { host = 'localhost', port = 5432 } = server.config(own)
    const allowed = new Set([own.user, ...users])
    this.#context = {
      config: (login) => server.config(login),
      server: { host, port },
      mayLogIn: (user) => allowed.has(user),
      keys: new Set(),
    }
    this.#rules = { server: { host, port }, hosts, origins }
  }

  /** Takes over a connection whose client wants another protocol than HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that leaves meanwhile is no reason to end the process.
    socket.on('error', () => {})
    const refusal = refusalOf(request, this.#rules)
    if (refusal !== undefined) {
      refuse(socket, refusal)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = serveClient(webSocket, this.#context)
      this.#sessions.add(session)
      void session.finally(() => this.#sessions.delete(session))
    })
  }

  /** Ends all sessions, and waits until their connections to PostgreSQL are closed. */
  async close(): Promise<void> {
    const { clients } = this.#sockets
    this.#sockets.close()
    for (const webSocket of clients) endSession(webSocket)
    const timer = setTimeout(() => {
      for (const webSocket of clients) webSocket.terminate()
    }, patience)
    await Promise.all(this.#sessions)
    clearTimeout(timer)
    for (const webSocket of clients) webSocket.terminate()
  }
}

const reasons = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' } as const

function refuse(socket: Duplex, { status, message }: Refusal): void {
  const head = [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(message)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${message}`)
}
