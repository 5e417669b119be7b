import type { EventEmitter } from 'node:events'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { ClientUnderTest } from './client-under-test.js'
import { tapped } from './connection-url.js'
import { countListeners, insidesOf } from './count-listeners.js'
import { replicated } from './replicated.js'

export const nodePostgresPool: ClientUnderTest = {
  name: 'node-postgres, Pool',
  remote: true,
  interactive: true,
  pooled: true,
  limitsWait: true,
  async open(bench, options = {}) {
    const { max = 1, connectionTimeout, replica, verifier = bench.identities.verifier } = options
    const pool = new pg.Pool({
      connectionString: await tapped(bench.url, options),
      max,
      ...(connectionTimeout === undefined ? {} : { connectionTimeoutMillis: connectionTimeout }),
    })
    // As every application has to: an idle connection that is lost is reported here and nowhere else.
    pool.on('error', () => {})
    const standby = replica === undefined ? undefined : new pg.Pool({ connectionString: replica, max })
    standby?.on('error', () => {})
    const db = withAuth(replicated(drizzle({ client: pool }), standby && drizzle({ client: standby })), {
      verifier,
      verification: bench.verification,
    })
    return {
      as: (token) => db.$withAuth(token),
      usage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
      listeners() {
        const { _clients } = pool as unknown as { readonly _clients: readonly EventEmitter[] }
        return countListeners([pool, ..._clients.flatMap(insidesOf)])
      },
      async close() {
        await pool.end()
        await standby?.end()
      },
    }
  },
}
