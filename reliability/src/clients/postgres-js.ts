import { postgresJs } from '@rowauth/driver/postgres-js'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { ClientUnderTest, Handle } from './client-under-test.js'
import { tapped } from './connection-url.js'
import { replicated } from './replicated.js'

export const postgresJsClient: ClientUnderTest = {
  name: 'postgres.js',
  remote: true,
  interactive: true,
  pooled: true,
  limitsWait: false,
  async open(bench, options = {}) {
    const { max = 1, replica, verifier = bench.identities.verifier } = options
    const client = postgres(await tapped(bench.url, options), { max })
    const standby = replica === undefined ? undefined : postgres(replica, { max })
    const db = withAuth(replicated(drizzle({ client }), standby && drizzle({ client: standby })), {
      verifier,
      verification: bench.verification,
    })
    return {
      as: (token) => db.$withAuth(token) as unknown as Handle,
      async close() {
        for (const each of [client, standby]) {
          if (each === undefined) continue
          await postgresJs(each).end()
          await each.end()
        }
      },
    }
  },
}
