import type { ClientUnderTest } from './client-under-test.js'
import { neonHttp } from './neon-http.js'
import { neonServerless } from './neon-serverless.js'
import { nodePostgresClient } from './node-postgres-client.js'
import { nodePostgresPool } from './node-postgres-pool.js'
import { pgliteClient } from './pglite.js'
import { postgresJsClient } from './postgres-js.js'

/** Every client of Drizzle's that rowauth takes, as it is made by default. */
export const clients: readonly ClientUnderTest[] = [
  nodePostgresPool,
  nodePostgresClient,
  neonHttp,
  neonServerless,
  postgresJsClient,
  pgliteClient,
]
