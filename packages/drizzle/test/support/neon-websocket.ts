import { Client, neonConfig, Pool } from '@neondatabase/serverless'
import { type NeonLocal, startNeonLocal } from '@rowauth/neon-local'
import { WebSocket } from 'ws'

/** Neon's WebSockets in front of a database, reached by the real client. */
export interface NeonWebSocket {
  readonly pool: Pool
  /** A client that is not connected yet; ended with the rest. */
  client(): Client
  close(): Promise<void>
}

/** @param url - the connection string of an application */
export async function startNeonWebSocket(url: string): Promise<NeonWebSocket> {
  const local: NeonLocal = await startNeonLocal({ connectionString: url, passwordLogin: true })
  neonConfig.webSocketConstructor = WebSocket
  neonConfig.useSecureWebSocket = false
  neonConfig.wsProxy = () => local.wsProxy
  const pool = new Pool({ connectionString: url, max: 2 })
  const clients: Client[] = []
  return {
    pool,
    client() {
      const client = new Client(url)
      clients.push(client)
      return client
    },
    async close() {
      await pool.end()
      await Promise.all(clients.map((client) => client.end()))
      await local.close()
    },
  }
}
