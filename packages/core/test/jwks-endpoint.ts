import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JWK } from 'jose'

export interface JwksEndpoint {
  readonly url: string
  /** How many requests have arrived. */
  readonly requests: number
  /** Answers with these keys from now on. */
  serve(...keys: readonly JWK[]): void
  /** Answers like this from now on. */
  answer(listener: RequestListener): void
  /** Answers with this status and body from now on. */
  answerWith(status: number, body: string): void
  close(): Promise<void>
}

/** A JWKS endpoint on a loopback port, whose answers the test decides. */
export async function startJwksEndpoint(...keys: readonly JWK[]): Promise<JwksEndpoint> {
  let requests = 0
  let listener: RequestListener
  const serve = (...served: readonly JWK[]) => {
    listener = (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ keys: served }))
    }
  }
  serve(...keys)
  const server = createServer((request, response) => {
    requests += 1
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/jwks.json`,
    get requests() {
      return requests
    },
    serve,
    answer: (next) => {
      listener = next
    },
    answerWith: (status, body) => {
      listener = (_, response) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
