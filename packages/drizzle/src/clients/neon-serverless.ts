import { neonServerless } from '#neon-serverless'
import type { ClientAdapter } from './client-adapter.js'
import { overPgClient } from './over-pg-client.js'
import { sessionKinds } from './session-kind.js'

export const neonServerlessAdapter: ClientAdapter = {
  name: '@neondatabase/serverless',
  accepts: ({ session }) => sessionKinds(session).includes('NeonSession'),
  driver: neonServerless,
  over: overPgClient('@neondatabase/serverless'),
}
