import { neon, neonConfig } from '@neondatabase/serverless'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { drizzle } from 'drizzle-orm/neon-http'
import type { ClientUnderTest, Handle } from './client-under-test.js'
import { tapped } from './connection-url.js'

/** Where requests go, by the made-up host of a connection string: the client has one setting for all of them. */
const endpoints = new Map<string, string>()
neonConfig.fetchEndpoint = (host) => endpoints.get(host) ?? 'http://127.0.0.1:1/sql'
let opened = 0

export const neonHttp: ClientUnderTest = {
  name: 'neon-http',
  remote: true,
  interactive: false,
  pooled: true,
  async open(bench, options = {}) {
    const { max = 1, verifier = bench.identities.verifier } = options
    const local = await startNeonLocal({ connectionString: bench.url, maxConnections: max })
    opened += 1
    const host = `bench-${opened}.example`
    endpoints.set(host, await tapped(local.url, options))
    const { username, password, pathname } = new URL(bench.url)
    const client = neon(`postgresql://${username}:${password}@${host}${pathname}`)
    const db = withAuth(drizzle({ client }), { verifier, verification: bench.verification })
    return {
      as: (token) => db.$withAuth(token) as unknown as Handle,
      async close() {
        endpoints.delete(host)
        await local.close()
      },
    }
  },
}
