import type { EventEmitter } from 'node:events'
import { neonConfig, Pool } from '@neondatabase/serverless'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { WebSocket } from 'ws'
import type { ClientUnderTest, Handle, OpenOptions } from './client-under-test.js'
import { countListeners, insidesOf } from './count-listeners.js'
import { addressOf, openEndpoint } from './local-endpoint.js'
import { replicated } from './replicated.js'

neonConfig.wsProxy = (host) => `${addressOf(host).host}/v2`
neonConfig.useSecureWebSocket = false
neonConfig.webSocketConstructor = WebSocket

async function connect(url: string, options: OpenOptions) {
  const endpoint = await openEndpoint(url, options)
  const { max = 1, connectionTimeout } = options
  const pool = new Pool({
    connectionString: endpoint.connectionString,
    max,
    ...(connectionTimeout === undefined ? {} : { connectionTimeoutMillis: connectionTimeout }),
  })
  // As every application has to: an idle connection that is lost is reported here and nowhere else.
  pool.on('error', () => {})
  return {
    pool,
    db: drizzle({ client: pool }),
    async close() {
      await pool.end()
      await endpoint.close()
    },
  }
}

export const neonServerless: ClientUnderTest = {
  name: 'neon-serverless',
  remote: true,
  interactive: true,
  pooled: true,
  limitsWait: true,
  pipelinesLogin: true,
  async open(bench, options = {}) {
    const { verifier = bench.identities.verifier, replica, max } = options
    const primary = await connect(bench.url, options)
    const standby =
      replica === undefined ? undefined : await connect(replica, max === undefined ? {} : { max })
    const db = withAuth(replicated(primary.db, standby?.db), { verifier, verification: bench.verification })
    const { pool } = primary
    return {
      as: (token) => db.$withAuth(token) as unknown as Handle,
      usage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
      listeners() {
        const { _clients } = pool as unknown as { readonly _clients: readonly EventEmitter[] }
        return countListeners([pool as unknown as EventEmitter, ..._clients.flatMap(insidesOf)])
      },
      async close() {
        await primary.close()
        await standby?.close()
      },
    }
  },
}
