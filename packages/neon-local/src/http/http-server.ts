import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { errorAnswer } from './error-answer.js'
import { Failure } from './failure.js'
import type { SqlAnswer } from './sql-endpoint.js'

/** Answers one `POST /sql`; the signal aborts when nobody waits for the answer any more. */
export type AnswerSql = (request: IncomingMessage, signal: AbortSignal) => Promise<SqlAnswer>

/** Takes over a connection whose client wants to speak another protocol. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Room for a token and a connection string. */
const maxHeaderSize = 256 * 1024

const allowedHeaders = [
  'Authorization',
  'Neon-Connection-String',
  'Neon-Raw-Text-Output',
  'Neon-Array-Mode',
  'Neon-Pool-Opt-In',
  'Neon-Batch-Read-Only',
  'Neon-Batch-Isolation-Level',
  'Neon-Batch-Deferrable',
]

/** Answers `POST /sql` and its preflight over HTTP, and refuses everything else. */
export class HttpServer {
  readonly #server: Server
  readonly #answerSql: AnswerSql
  readonly #running = new Set<AbortController>()

  constructor(answerSql: AnswerSql, upgrade: Upgrade) {
    this.#answerSql = answerSql
    this.#server = createServer({ maxHeaderSize }, (request, response) => {
      void this.#respond(request, response)
    })
    this.#server.on('upgrade', upgrade)
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
   * @param patience - milliseconds after which they are cancelled
   */
  async close(patience: number): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    const timer = setTimeout(() => {
      for (const request of this.#running) request.abort()
    }, patience)
    await closed
    clearTimeout(timer)
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Access-Control-Allow-Origin', '*')
    const running = new AbortController()
    this.#running.add(running)
    response.on('close', () => {
      this.#running.delete(running)
      running.abort()
    })
    const [path] = (request.url ?? '').split('?', 1)
    try {
      if (path === '/sql' && request.method === 'OPTIONS') return preflight(response)
      if (path !== '/sql' || request.method !== 'POST') throw new Failure(400, 'query is not supported')
      const { body, headers } = await this.#answerSql(request, running.signal)
      this.#send(response, 200, body, headers)
    } catch (error) {
      const { status, body } = errorAnswer(error)
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
  }
}

function preflight(response: ServerResponse): void {
  response.writeHead(200, {
    Allow: 'OPTIONS, POST',
    'Access-Control-Allow-Headers': allowedHeaders.join(', '),
    'Access-Control-Max-Age': '86400',
  })
  response.end()
}
