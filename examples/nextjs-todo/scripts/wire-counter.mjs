import { once } from 'node:events'
import { createServer } from 'node:http'
import { startProxy } from '@rowauth/testing'

/**
 * Puts a TCP proxy in front of a database that counts round trips on the wire, and serves the count to `/inside`.
 *
 * @param {string} connectionString
 */
export async function startWireCounter(connectionString) {
  const proxy = await startProxy(connectionString)
  let roundTrips = 0
  let connections = 0
  // The record of the proxy holds every message; it is emptied now and then, and its sums are kept.
  const sum = () => {
    roundTrips += proxy.roundTrips
    connections += proxy.connections
    proxy.reset()
    return { roundTrips, connections }
  }
  const timer = setInterval(sum, 1000)
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(sum()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    databaseUrl: proxy.connectionString,
    counterUrl: `http://127.0.0.1:${port}`,
    setLatency: (/** @type {number} */ milliseconds) => proxy.setLatency(milliseconds),
    async close() {
      clearInterval(timer)
      server.closeAllConnections()
      server.close()
      await proxy.close()
    },
  }
}
