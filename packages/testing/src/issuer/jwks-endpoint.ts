import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a JWKS endpoint can be told to do. */
export interface JwksControls extends AsyncDisposable {
  /** Address of the JWKS. */
  readonly jwksUrl: string
  /** How often the JWKS has been asked for. */
  readonly requests: number
  /** Leaves requests without an answer until `restore()`. */
  stall(): void
  /**
   * Answers requests with an error, or with something that is no JWKS, until `restore()`.
   *
   * @param status - HTTP status, 500 by default
   * @param body - text as it is, anything else as JSON; empty by default
   */
  fail(status?: number, body?: unknown): void
  /** Answers with the keys again, those that are still waiting included. */
  restore(): void
  /** Closes the endpoint and its connections; may be called again. */
  close(): Promise<void>
}

/** A JWKS endpoint on loopback. */
export interface JwksEndpoint extends JwksControls {
  readonly origin: string
}

const path = '/.well-known/jwks.json'

/** @param keys - gives the public keys of the moment */
export async function startJwksEndpoint(keys: () => readonly object[]): Promise<JwksEndpoint> {
  let requests = 0
  let stalled: ServerResponse[] | undefined
  let failure: { status: number; text: string } | undefined

  const answer = (response: ServerResponse) => {
    const { status, text } = failure ?? { status: 200, text: JSON.stringify({ keys: keys() }) }
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  }

  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end()
      return
    }
    requests += 1
    if (stalled === undefined) answer(response)
    else stalled.push(response)
  })
  server.listen({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= new Promise((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    return closed
  }

  return {
    origin,
    jwksUrl: `${origin}${path}`,
    get requests() {
      return requests
    },
    stall() {
      stalled ??= []
    },
    fail(status = 500, body = '') {
      failure = { status, text: typeof body === 'string' ? body : JSON.stringify(body) }
    },
    restore() {
      failure = undefined
      const waiting = stalled ?? []
      stalled = undefined
      waiting.forEach(answer)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
