import { neonServerless } from '#neon-serverless'
import type { ClientAdapter } from './client-adapter.js'
import { overPgClient } from './over-pg-client.js'
import { sessionKinds } from './session-kind.js'

/** Those of `@vercel/postgres`, too, whose pool is Neon's. */
const sessions = new Set(['NeonSession', 'VercelPgSession'])

export const neonServerlessAdapter: ClientAdapter = {
  name: '@neondatabase/serverless',
  accepts: ({ session }) => sessionKinds(session).some((kind) => sessions.has(kind)),
  driver: neonServerless,
  over: overPgClient('@neondatabase/serverless'),
}
