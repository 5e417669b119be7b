import { neon, neonConfig } from '@neondatabase/serverless'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { drizzle } from 'drizzle-orm/neon-http'
import type { ClientUnderTest, Handle, OpenOptions } from './client-under-test.js'
import { tapped } from './connection-url.js'
import { replicated } from './replicated.js'

/** Where requests go, by the made-up host of a connection string: the client has one setting for all of them. */
const endpoints = new Map<string, string>()
neonConfig.fetchEndpoint = (host) => endpoints.get(host) ?? 'http://127.0.0.1:1/sql'
let opened = 0

/** An endpoint in front of a database, and a client of it. */
async function connect(url: string, options: OpenOptions) {
  const local = await startNeonLocal({
    connectionString: url,
    passwordLogin: true,
    maxConnections: options.max ?? 1,
  })
  opened += 1
  const host = `bench-${opened}.example`
  endpoints.set(host, await tapped(local.url, options))
  const { username, password, pathname } = new URL(url)
  return {
    db: drizzle({ client: neon(`postgresql://${username}:${password}@${host}${pathname}`) }),
    async close() {
      endpoints.delete(host)
      await local.close()
    },
  }
}

export const neonHttp: ClientUnderTest = {
  name: 'neon-http',
  remote: true,
  interactive: false,
  pooled: true,
  limitsWait: false,
  async open(bench, options = {}) {
    const { verifier = bench.identities.verifier, replica, max } = options
    const primary = await connect(bench.url, options)
    const standby =
      replica === undefined ? undefined : await connect(replica, max === undefined ? {} : { max })
    const db = withAuth(replicated(primary.db, standby?.db), { verifier, verification: bench.verification })
    return {
      as: (token) => db.$withAuth(token) as unknown as Handle,
      async close() {
        await primary.close()
        await standby?.close()
      },
    }
  },
}
