import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type AccessRules, checkAccess } from './allowed-origin.js'
import { errorAnswer } from './error-answer.js'
import { Failure } from './failure.js'
import { OpenSockets } from './open-sockets.js'
import { answerPreflight } from './preflight.js'
import { dropBody } from './request-body.js'
import { checkSingleHeaders } from './request-headers.js'
import type { SqlAnswer } from './sql-endpoint.js'

/** Answers one `POST /sql`; the signal aborts when nobody waits for the answer any more. */
export type AnswerSql = (request: IncomingMessage, signal: AbortSignal) => Promise<SqlAnswer>

/** Takes over a connection whose client wants to go on in another protocol. */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Milliseconds. They are generous: a machine under load, or a client in a debugger, is no attack. */
const timeLimits = {
  /** In which the head of a request has to be here, and all of it, and how often that is looked at. */
  headersTimeout: 30_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
  /** How long a connection may be idle between two requests. */
  keepAliveTimeout: 60_000,
}
/** Room for a token and a connection string. */
const maxHeaderSize = 256 * 1024
const maxConnections = 512
/** Requests that may be sent on a connection before the first one is answered. */
const maxPipelined = 8
/** Milliseconds in which a client has to read its answer. */
const readingTime = 60_000
/** Milliseconds that requests which are cancelled have to say so. */
const lastWords = 2_000

/** Answers `POST /sql` and its preflight over HTTP, and refuses everything else. */
export class HttpServer {
  readonly #server: Server
  readonly #sockets: OpenSockets
  readonly #answerSql: AnswerSql
  readonly #access: AccessRules
  readonly #running = new Set<AbortController>()

  constructor(answerSql: AnswerSql, access: AccessRules, limits = timeLimits) {
    this.#answerSql = answerSql
    this.#access = access
    this.#server = createServer({ maxHeaderSize, ...limits }, (request, response) =>
      this.#take(request, response),
    )
    this.#server.maxConnections = maxConnections
    this.#sockets = new OpenSockets(this.#server)
  }

  /** Without it a wish for another protocol is passed over. */
  onUpgrade(take: TakeUpgrade): void {
    this.#server.on('upgrade', (request, socket, head) => {
      // Busy for as long as it is open.
      this.#sockets.begin(request.socket)
      take(request, socket, head)
    })
  }

  /** @returns the full address of `/sql` */
  async listen(port: number, host: string): Promise<string> {
    this.#server.listen({ port, host })
    await once(this.#server, 'listening')
    const address = this.#server.address() as AddressInfo
    const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
    return `http://${name}:${address.port}/sql`
  }

  /**
   * Takes no more requests and waits for those that run.
   *
   * @param patience - milliseconds after which they are cancelled, and two seconds later cut off
   */
  async close(patience: number): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#sockets.closeIdle()
    let timer = setTimeout(() => {
      for (const request of this.#running) request.abort()
      timer = setTimeout(() => this.#sockets.closeAll(), lastWords)
    }, patience)
    await closed
    clearTimeout(timer)
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const running = new AbortController()
    this.#running.add(running)
    response.on('close', () => {
      this.#sockets.end(socket)
      this.#running.delete(running)
      running.abort()
    })
    if (this.#sockets.begin(socket) > maxPipelined) socket.destroy()
    else this.#respond(request, response, running.signal).catch(() => socket.destroy())
  }

  async #respond(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    try {
      checkSingleHeaders(request)
      checkAccess(request.headers, this.#access)
      allowOrigin(request, response)
      const [path] = (request.url ?? '').split('?', 1)
      if (path === '/sql' && request.method === 'OPTIONS') return answerPreflight(response)
      if (path !== '/sql' || request.method !== 'POST') throw new Failure(400, 'query is not supported')
      const { body, headers } = await this.#answerSql(request, signal)
      this.#send(response, 200, body, headers)
    } catch (error) {
      const { status, body } = errorAnswer(error)
      if (!request.complete) await dropBody(request)
      this.#send(response, status, body)
    }
  }

  #send(
    response: ServerResponse,
    status: number,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    // Nobody is there any more.
    if (response.destroyed) return
    // A connection that is kept alive would hold up close().
    if (!this.#server.listening) response.setHeader('Connection', 'close')
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...headers,
    })
    response.end(body)
    const unread = setTimeout(() => response.destroy(), readingTime)
    response.on('close', () => clearTimeout(unread))
  }
}

function allowOrigin({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Vary', 'Origin')
  if (origin !== undefined) response.setHeader('Access-Control-Allow-Origin', origin)
}
