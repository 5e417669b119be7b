import { drizzleKinds } from '../drizzle-kinds.js'
import type { DrizzleDatabase } from '../handle/drizzle-internals.js'
import type { ClientAdapter } from './client-adapter.js'
import { neonHttpAdapter } from './neon-http.js'
import { neonServerlessAdapter } from './neon-serverless.js'
import { nodePostgresAdapter } from './node-postgres.js'
import { pgliteAdapter } from './pglite.js'
import { postgresJsAdapter } from './postgres-js.js'
import { vercelPostgresAdapter } from './vercel-postgres.js'

const adapters: readonly ClientAdapter[] = [
  nodePostgresAdapter,
  postgresJsAdapter,
  neonHttpAdapter,
  neonServerlessAdapter,
  vercelPostgresAdapter,
  pgliteAdapter,
]

const otherTcp = 'Use drizzle-orm/node-postgres with a Pool of pg.'
const onBun =
  'On Bun, too, use drizzle-orm/postgres-js with postgres(url), or drizzle-orm/node-postgres with a Pool of pg: ' +
  '`withAuth(drizzle({ client: postgres(url) }), { verifier })`.'
const otherHttp = 'Use drizzle-orm/neon-http, or drizzle-orm/node-postgres with a Pool of pg.'

/** Clients that no adapter takes, by the session that Drizzle has for them. */
const unsupported: Readonly<Record<string, readonly [client: string, instead: string]>> = {
  BunSQLSession: ['the SQL client of Bun', onBun],
  AwsDataApiSession: ['the AWS Data API', otherTcp],
  PgRemoteSession: ['drizzle-orm/pg-proxy', otherHttp],
  XataHttpSession: ['the HTTP client of Xata', otherHttp],
  NetlifyDbSession: ['the HTTP client of Netlify DB', otherHttp],
  NetlifyDbWsSession: ['the WebSocket client of Netlify DB', otherHttp],
}

/**
 * The adapter for the client that Drizzle was given. It depends on how Drizzle asks its client, so no `driver`
 * can stand in for it.
 *
 * @throws {TypeError} for a client that no adapter takes; it names the client and what to use instead
 */
export function adapterOf(db: DrizzleDatabase): ClientAdapter {
  const adapter = adapters.find(({ accepts }) => accepts(db))
  if (adapter !== undefined) return adapter
  const kinds = drizzleKinds(db.session)
  const kind = kinds.find((name) => Object.hasOwn(unsupported, name))
  const [client, instead] = (kind && unsupported[kind]) || [
    `a database whose session is a ${kinds[0] ?? db.session.constructor.name}`,
    'Use drizzle-orm/node-postgres, drizzle-orm/postgres-js, drizzle-orm/neon-serverless, drizzle-orm/neon-http or drizzle-orm/pglite.',
  ]
  throw new TypeError(`withAuth() cannot carry the queries of ${client}. ${instead}`)
}
