import { neonServerless } from '#neon-serverless'
import { drizzleKinds } from '../drizzle-kinds.js'
import type { ClientAdapter } from './client-adapter.js'
import { overPgClient } from './over-pg-client.js'

/** `@vercel/postgres`, whose pool is Neon's. */
export const vercelPostgresAdapter: ClientAdapter = {
  name: '@vercel/postgres',
  accepts: ({ session }) => drizzleKinds(session).includes('VercelPgSession'),
  driver(client, options) {
    // They stand for a pool that is made when something is asked of them, and are none themselves.
    if (typeof client === 'function') {
      throw new TypeError(
        '`sql` and `db` of @vercel/postgres, the client of Drizzle when it is given none, hide the pool behind ' +
          'them. Give Drizzle a pool: `drizzle({ client: createPool() })`.',
      )
    }
    return neonServerless(client, options)
  },
  over: overPgClient('@vercel/postgres'),
}
