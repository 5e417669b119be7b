import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Address } from '../clients/client-under-test.js'

export type Direction = 'toServer' | 'toClient'

/** Passes bytes on, for one client, and ends connections in the middle of them. */
export interface Relay {
  /** The address to connect to in the place of a server's. */
  through(server: Address): Promise<Address>
  /** The connection that carries so many more bytes in this direction is closed, on both sides, before the next one. */
  cutAfter(direction: Direction, bytes: number): void
  /** Bytes in this direction since then. */
  passed(direction: Direction): number
  /** Closes every connection at once. */
  cut(): void
  /** Takes nothing any more, in neither direction, until `resume`. */
  stall(): void
  resume(): void
  /** Connections that are open. */
  readonly connections: number
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

export async function startRelay(): Promise<Relay> {
  let target: Address | undefined
  const limits = { toServer: Number.POSITIVE_INFINITY, toClient: Number.POSITIVE_INFINITY }
  const counts = { toServer: 0, toClient: 0 }
  const open = new Set<Pair>()
  const destroy = ({ client, server }: Pair) => {
    client.destroy()
    server.destroy()
  }
  const pass = (pair: Pair, direction: Direction) => {
    const [from, to] = direction === 'toServer' ? [pair.client, pair.server] : [pair.server, pair.client]
    from.setNoDelay(true)
    from.on('error', () => destroy(pair))
    from.on('close', () => {
      open.delete(pair)
      destroy(pair)
    })
    from.on('data', (chunk) => {
      const rest = limits[direction] - counts[direction]
      counts[direction] += chunk.length
      if (chunk.length <= rest) {
        to.write(chunk)
        return
      }
      // Once: the next connection is a whole one.
      limits[direction] = Number.POSITIVE_INFINITY
      from.destroy()
      to.end(chunk.subarray(0, rest))
    })
  }
  const listener = createServer((client) => {
    if (target === undefined) {
      client.destroy()
      return
    }
    const pair = { client, server: connect(target) }
    open.add(pair)
    pass(pair, 'toServer')
    pass(pair, 'toClient')
  })
  listener.listen({ host: '127.0.0.1', port: 0 })
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const cut = () => {
    for (const pair of open) destroy(pair)
  }
  return {
    async through(server) {
      target = server
      return { host: '127.0.0.1', port }
    },
    cutAfter(direction, bytes) {
      Object.assign(counts, { toServer: 0, toClient: 0 })
      limits[direction] = bytes
    },
    passed: (direction) => counts[direction],
    cut,
    stall() {
      for (const { client, server } of open) {
        client.pause()
        server.pause()
      }
    },
    resume() {
      for (const { client, server } of open) {
        client.resume()
        server.resume()
      }
    },
    get connections() {
      return open.size
    },
    async close() {
      const closed = once(listener, 'close')
      listener.close()
      cut()
      await closed
    },
  }
}
