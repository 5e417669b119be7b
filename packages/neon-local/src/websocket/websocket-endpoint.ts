import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { DatabaseServer } from '../database/login.js'
import type { AccessRules } from '../http/allowed-origin.js'
import { errorAnswer } from '../http/error-answer.js'
import { Failure } from '../http/failure.js'
import type { TakeUpgrade } from '../http/http-server.js'
import { checkUpgrade } from './admission.js'
import { type SessionContext, serveClient } from './serve-client.js'

/** The largest frame, in bytes. */
const maxPayload = 64 * 1024 * 1024

/** Milliseconds for a client to take its leave. */
const patience = 1_000

/** Neon's WebSockets: the PostgreSQL protocol, to the one server behind the endpoint. */
export class WebSocketEndpoint {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  readonly #sessions = new Set<Promise<void>>()
  readonly #context: SessionContext
  readonly #access: AccessRules
  readonly #passwordUser: string | undefined

  /** @param passwordUser - the only user who may log in; undefined: nobody */
  constructor(server: DatabaseServer, access: AccessRules, passwordUser: string | undefined) {
    const { host = 'localhost', port = 5432 } = server.config(server.loginFor('', ''))
    this.#context = {
      config: (login) => server.config(login),
      server: { host, port },
      mayLogIn: (user) => user === passwordUser,
      keys: new Set(),
    }
    this.#access = access
    this.#passwordUser = passwordUser
  }

  readonly take: TakeUpgrade = (request, socket, head) => {
    // A client that leaves meanwhile is no reason to end the process.
    socket.on('error', () => {})
    try {
      checkUpgrade(request, this.#access, this.#context.server)
      if (this.#passwordUser === undefined) {
        throw new Failure(403, 'Over a WebSocket one logs in with a password. `passwordLogin` allows it.')
      }
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const session = serveClient(webSocket, this.#context)
        this.#sessions.add(session)
        void session.finally(() => this.#sessions.delete(session))
      })
    } catch (error) {
      refuse(socket, error)
    }
  }

  /** Ends all sessions, and waits until their connections to PostgreSQL are closed. */
  async close(): Promise<void> {
    const { clients } = this.#sockets
    const cut = () => {
      for (const webSocket of clients) webSocket.terminate()
    }
    this.#sockets.close()
    for (const webSocket of clients) webSocket.close(1001)
    const timer = setTimeout(cut, patience)
    await Promise.all(this.#sessions)
    clearTimeout(timer)
    cut()
  }
}

function refuse(socket: Duplex, error: unknown): void {
  const { status, body } = errorAnswer(error)
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
