import { connect, type Socket } from 'node:net'

/** A connection on which anything can be written. */
export interface RawClient {
  readonly socket: Socket
  /** All that has arrived. */
  received(): string
  /** Resolves when the other side has hung up, however. */
  readonly closed: Promise<void>
  /** Resolves with all that has arrived as soon as it matches. */
  until(pattern: RegExp): Promise<string>
}

/** @param text - what is written as soon as the connection is there */
export async function openRawClient(url: string, text = ''): Promise<RawClient> {
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname)
  let arrived = ''
  socket.on('data', (chunk) => {
    arrived += chunk
  })
  // The other side hangs up while we are still writing.
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  await new Promise((resolve) => socket.on('connect', resolve))
  socket.write(text)
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => pattern.test(arrived) && resolve(arrived)
      socket.on('data', look)
      void closed.then(() => reject(new Error(`The connection was closed after: ${arrived.slice(0, 500)}`)))
      look()
    })
  return { socket, received: () => arrived, closed, until }
}

export interface RawRequest {
  readonly headers?: readonly string[]
  readonly body?: string
  readonly line?: string
}

/** A request as text: nothing in it is checked. */
export function rawRequest({
  headers = ['Host: localhost'],
  body = '',
  line = 'POST /sql HTTP/1.1',
}: RawRequest): string {
  return [line, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}
