// #region local
import { neonConfig } from '@neondatabase/serverless'
import { startNeonLocal } from '@rowauth/neon-local'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { migrateDatabase } from './migrate.js'

/** What stands in for a Neon project on this machine. */
export interface LocalNeon {
  /** The connection string of the role `authenticated`, whose tokens the endpoint verifies. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts an embedded PostgreSQL and a local Neon endpoint in front of it.
 *
 * @param jwks - the address that the endpoint fetches the application's keys from
 */
export async function startLocalNeon(jwks: string): Promise<LocalNeon> {
  const postgres = await startEmbeddedPostgres()
  await migrateDatabase(postgres.connectionString)
  const endpoint = await startNeonLocal({ connectionString: postgres.connectionString, jwks })
  // The one line in which an application on the local endpoint differs from one on Neon.
  neonConfig.fetchEndpoint = () => endpoint.url
  return {
    url: `postgresql://authenticated@project.neon.local${new URL(postgres.connectionString).pathname}`,
    async close() {
      await endpoint.close()
      await postgres.stop()
    },
  }
}
// #endregion local
