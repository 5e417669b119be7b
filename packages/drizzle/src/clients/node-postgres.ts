import { nodePostgres } from '#node-postgres'
import { drizzleKinds } from '../drizzle-kinds.js'
import type { ClientAdapter } from './client-adapter.js'
import { overPgClient } from './over-pg-client.js'

export const nodePostgresAdapter: ClientAdapter = {
  name: 'node-postgres',
  accepts: ({ session }) => drizzleKinds(session).includes('NodePgSession'),
  driver: nodePostgres,
  over: overPgClient('node-postgres'),
}
