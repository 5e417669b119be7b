import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

type Direction = 'toServer' | 'toClient'

/** Passes bytes on, and closes the connection in the middle of a message. */
export interface CuttingRelay {
  readonly connectionString: string
  /** The connection that carries so many more bytes in this direction is closed before the next one. */
  cutAfter(direction: Direction, bytes: number): void
  /** Bytes since then. */
  passed(direction: Direction): number
  close(): Promise<void>
}

export async function startCuttingRelay(connectionString: string): Promise<CuttingRelay> {
  const upstream = new URL(connectionString)
  const limits = { toServer: Number.POSITIVE_INFINITY, toClient: Number.POSITIVE_INFINITY }
  const counts = { toServer: 0, toClient: 0 }
  const open = new Set<Socket>()
  const listener = createServer((client) => {
    const server = connect({ host: upstream.hostname, port: Number(upstream.port) })
    const destroy = () => {
      client.destroy()
      server.destroy()
    }
    const relay = (from: Socket, to: Socket, direction: Direction) => {
      open.add(from)
      from.setNoDelay(true)
      from.on('error', destroy)
      from.on('close', () => {
        open.delete(from)
        destroy()
      })
      from.on('data', (chunk) => {
        const rest = limits[direction] - counts[direction]
        counts[direction] += chunk.length
        if (chunk.length <= rest) to.write(chunk)
        else {
          // Once: the next connection is a whole one.
          limits[direction] = Number.POSITIVE_INFINITY
          from.destroy()
          to.end(chunk.subarray(0, rest))
        }
      })
    }
    relay(client, server, 'toServer')
    relay(server, client, 'toClient')
  })
  listener.listen({ host: '127.0.0.1', port: 0 })
  await once(listener, 'listening')
  const own = new URL(connectionString)
  own.hostname = '127.0.0.1'
  own.port = String((listener.address() as AddressInfo).port)
  return {
    connectionString: own.href,
    cutAfter(direction, bytes) {
      Object.assign(counts, { toServer: 0, toClient: 0 })
      limits[direction] = bytes
    },
    passed: (direction) => counts[direction],
    async close() {
      const closed = once(listener, 'close')
      listener.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
