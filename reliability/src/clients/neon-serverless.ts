import type { EventEmitter } from 'node:events'
import { neonConfig, Pool } from '@neondatabase/serverless'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { WebSocket } from 'ws'
import type { ClientUnderTest, Handle, OpenOptions } from './client-under-test.js'
import { tapped } from './connection-url.js'
import { countListeners, insidesOf } from './count-listeners.js'
import { replicated } from './replicated.js'

/** Where WebSockets go, by the made-up host of a connection string: the client has one setting for all of them. */
const endpoints = new Map<string, string>()
neonConfig.wsProxy = (host) => endpoints.get(host) ?? '127.0.0.1:1/v2'
neonConfig.useSecureWebSocket = false
neonConfig.webSocketConstructor = WebSocket
let opened = 0

/** An endpoint in front of a database, and a pool of connections to it. */
async function connect(url: string, options: OpenOptions) {
  const local = await startNeonLocal({ connectionString: url, passwordLogin: true })
  opened += 1
  const host = `bench-${opened}.example`
  const address = new URL(await tapped(local.url, options))
  endpoints.set(host, `${address.host}/v2`)
  const { username, password, pathname } = new URL(url)
  const { max = 1, connectionTimeout } = options
  const pool = new Pool({
    connectionString: `postgresql://${username}:${password}@${host}${pathname}`,
    max,
    ...(connectionTimeout === undefined ? {} : { connectionTimeoutMillis: connectionTimeout }),
  })
  // As every application has to: an idle connection that is lost is reported here and nowhere else.
  pool.on('error', () => {})
  return {
    pool,
    db: drizzle({ client: pool }),
    async close() {
      endpoints.delete(host)
      await pool.end()
      await local.close()
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
