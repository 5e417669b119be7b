import { neon, neonConfig } from '@neondatabase/serverless'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-http'
import type { ClientUnderTest, Handle, OpenOptions } from './client-under-test.js'
import { addressOf, openEndpoint } from './local-endpoint.js'
import { replicated } from './replicated.js'

neonConfig.fetchEndpoint = (host) => addressOf(host).href

async function connect(url: string, options: OpenOptions) {
  const { connectionString, close } = await openEndpoint(url, options)
  return { db: drizzle({ client: neon(connectionString) }), close }
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
