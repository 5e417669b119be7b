import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { errorAnswer } from './error-answer.js'
import { Failure } from './failure.js'
import type { SqlAnswer } from './sql-endpoint.js'

/** Answers one `POST /sql`. */
export type AnswerSql = (request: IncomingMessage, signal: AbortSignal) => Promise<SqlAnswer>

/** A listening endpoint. */
export interface HttpServer {
  /** Full address of `/sql`. */
  readonly url: string
  /** Takes no more requests and waits for those that run; they are cancelled after `patience` milliseconds. */
  close(patience: number): Promise<void>
}

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

/** Listens for requests; anything but `POST /sql` and its preflight is refused. */
export async function listen(port: number, host: string, answerSql: AnswerSql): Promise<HttpServer> {
  const stop = new AbortController()
  const server = createServer({ maxHeaderSize }, (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    if (!server.listening) response.setHeader('Connection', 'close')
    void respond(request, response, stop.signal, answerSql)
  })
  server.listen({ port, host })
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return { url: `http://${name}:${address.port}/sql`, close: (patience) => close(server, stop, patience) }
}

async function close(server: Server, stop: AbortController, patience: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const timer = setTimeout(() => stop.abort(), patience)
  await closed
  clearTimeout(timer)
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  stop: AbortSignal,
  answerSql: AnswerSql,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  if (path === '/sql' && request.method === 'OPTIONS') return preflight(response)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  try {
    if (path !== '/sql' || request.method !== 'POST') throw new Failure(400, 'query is not supported')
    const { body, headers } = await answerSql(request, AbortSignal.any([gone.signal, stop]))
    send(response, 200, body, headers)
  } catch (error) {
    const { status, body } = errorAnswer(error)
    send(response, status, body)
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

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  // Nobody is there any more.
  if (response.destroyed) return
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}
