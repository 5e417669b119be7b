import { nodePostgres } from '#node-postgres'
import type { ClientAdapter } from './client-adapter.js'
import { overPgClient } from './over-pg-client.js'
import { sessionKinds } from './session-kind.js'

export const nodePostgresAdapter: ClientAdapter = {
  name: 'node-postgres',
  accepts: ({ session }) => sessionKinds(session).includes('NodePgSession'),
  driver: nodePostgres,
  over: overPgClient('node-postgres'),
}
