/** The clients of Neon, which run where there is no Node, too; each is opened for `outcomes`. */
import { neon, neonConfig, Pool } from '@neondatabase/serverless'
import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle as drizzleHttp } from 'drizzle-orm/neon-http'
import { drizzle as drizzleServerless } from 'drizzle-orm/neon-serverless'
import { outcomes } from './calls.mjs'

export const neonClients = {
  async 'neon-http'({ neonUrl, endpoint, jwks, tokens }) {
    neonConfig.fetchEndpoint = endpoint
    const verifier = createVerifier({ jwks })
    return await outcomes(withAuth(drizzleHttp({ client: neon(neonUrl) }), { verifier }), tokens)
  },

  async 'neon-serverless'({ neonUrl, wsProxy, jwks, tokens }) {
    neonConfig.wsProxy = () => wsProxy
    neonConfig.useSecureWebSocket = false
    const verifier = createVerifier({ jwks })
    const pool = new Pool({ connectionString: neonUrl })
    try {
      return await outcomes(withAuth(drizzleServerless({ client: pool }), { verifier }), tokens)
    } finally {
      await pool.end()
    }
  },
}
