import { neon, neonConfig } from '@neondatabase/serverless'
import { neonHttp } from '@rowauth/driver/neon-http'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { type AuthDatabase, type AuthenticatedDatabase, withAuth } from '@rowauth/drizzle'
import { drizzle as overHttp } from 'drizzle-orm/neon-http'
import { type NodePgDatabase, drizzle as overTcp } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { verifier } from '@/auth/keys'
import { recorded } from '@/inside/recorded'
import { once } from '@/once'
import { settings } from '@/settings'
import * as schema from './schema'

/** What the application uses: everything but interactive transactions, which cannot stay open over HTTP. */
type Shared = Omit<NodePgDatabase<typeof schema>, 'transaction'>

/** The database as one user sees it. */
export type OwnDatabase = AuthDatabase<Shared>

const isNeon = (url: string) => /\.neon\.(tech|build|local)$/.test(new URL(url).hostname)

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: settings().POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  })
  pool.on('error', ({ message }) => console.error('A connection was lost:', message))
  return pool
}

function open(url: string): AuthenticatedDatabase<Shared> {
  const { VERIFICATION: verification, NEON_ENDPOINT } = settings()
  if (isNeon(url)) {
    if (NEON_ENDPOINT) neonConfig.fetchEndpoint = NEON_ENDPOINT
    const http = withAuth(overHttp({ client: neon(url), schema }), {
      verifier,
      verification,
      driver: (sql) => recorded(neonHttp(sql, { verification })),
    })
    // The two differ in what `execute` calls its result; both have `rows`.
    return http as unknown as AuthenticatedDatabase<Shared>
  }
  return withAuth(overTcp({ client: once('pool', () => openPool(url)), schema }), {
    verifier,
    verification,
    driver: (pool) => recorded(nodePostgres(pool, { verification })),
  })
}

let opened: AuthenticatedDatabase<Shared> | undefined

/**
 * The database as somebody sees it, chosen by `DATABASE_URL`: node-postgres, or Neon over HTTP for an address of Neon's.
 * There is no other way to the database in this application.
 */
export const db: Pick<AuthenticatedDatabase<Shared>, '$withAuth'> = {
  $withAuth: (...args) => {
    opened ??= open(settings().DATABASE_URL)
    return opened.$withAuth(...args)
  },
}
