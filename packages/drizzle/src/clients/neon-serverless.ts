import { neonServerless } from '#neon-serverless'
import { drizzleKinds } from '../drizzle-kinds.js'
import type { ClientAdapter } from './client-adapter.js'
import { overPgClient } from './over-pg-client.js'

export const neonServerlessAdapter: ClientAdapter = {
  name: '@neondatabase/serverless',
  accepts: ({ session }) => drizzleKinds(session).includes('NeonSession'),
  driver: neonServerless,
  over: overPgClient('@neondatabase/serverless'),
}
