import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { ClientUnderTest } from './client-under-test.js'
import { tapped } from './connection-url.js'
import { countListeners, insidesOf } from './count-listeners.js'
import { replicated } from './replicated.js'

export const nodePostgresClient: ClientUnderTest = {
  name: 'node-postgres, Client',
  remote: true,
  interactive: true,
  pooled: false,
  limitsWait: false,
  async open(bench, options = {}) {
    const { verifier = bench.identities.verifier } = options
    const client = new pg.Client({ connectionString: await tapped(bench.url, options) })
    client.on('error', () => {})
    await client.connect()
    const standby = options.replica === undefined ? undefined : new pg.Client(options.replica)
    standby?.on('error', () => {})
    await standby?.connect()
    const db = withAuth(replicated(drizzle({ client }), standby && drizzle({ client: standby })), {
      verifier,
      verification: bench.verification,
    })
    return {
      as: (token) => db.$withAuth(token),
      listeners: () => countListeners(insidesOf(client)),
      async close() {
        await client.end()
        await standby?.end()
      },
    }
  },
}
