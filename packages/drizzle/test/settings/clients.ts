import { PGlite } from '@electric-sql/pglite'
import { neon, neonConfig } from '@neondatabase/serverless'
import { authSchemaSql } from '@rowauth/core'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { type WithAuthOptions, withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { startProxy } from '@rowauth/testing'
import { drizzle as overNeonHttp } from 'drizzle-orm/neon-http'
import { drizzle as overNeonServerless } from 'drizzle-orm/neon-serverless'
import { drizzle as overNodePostgres } from 'drizzle-orm/node-postgres'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { startNeonWebSocket } from '../support/neon-websocket.js'
import { tenantTables } from './tenant-database.js'

type Options = Omit<WithAuthOptions, 'driver'>

/** What the tests use of a database is the same for every client. */
const databaseOf = (pool: pg.Pool, options: Options) => withAuth(overNodePostgres({ client: pool }), options)
export type Database = ReturnType<typeof databaseOf>

/** One kind of client, over one connection where it has any. */
export interface Client {
  open(options: Options): Database
  /** Round trips or requests since it was asked last; undefined where there is no wire. */
  spent(): number | undefined
  close(): Promise<void>
}

async function nodePostgres(url: string): Promise<Client> {
  const proxy = await startProxy(url)
  const pool = new pg.Pool({ connectionString: proxy.connectionString, max: 1 })
  return {
    open: (options) => databaseOf(pool, options),
    spent: () => {
      const spent = proxy.roundTrips
      proxy.reset()
      return spent
    },
    async close() {
      await pool.end()
      await proxy.close()
    },
  }
}

async function ofPostgresJs(url: string): Promise<Client> {
  const proxy = await startProxy(url)
  const client = postgres(proxy.connectionString, { max: 1 })
  return {
    open: (options) => withAuth(overPostgresJs({ client }), options) as unknown as Database,
    spent: () => {
      const spent = proxy.roundTrips
      proxy.reset()
      return spent
    },
    async close() {
      await postgresJs(client).end()
      await client.end()
      await proxy.close()
    },
  }
}

async function neonHttp(url: string): Promise<Client> {
  const local = await startNeonLocal({ connectionString: url, passwordLogin: true, maxConnections: 1 })
  let requests = 0
  neonConfig.fetchEndpoint = () => {
    requests += 1
    return local.url
  }
  const { username, password, pathname } = new URL(url)
  const client = neon(`postgresql://${username}:${password}@db.example${pathname}`)
  return {
    open: (options) => withAuth(overNeonHttp({ client }), options) as unknown as Database,
    spent: () => {
      const spent = requests
      requests = 0
      return spent
    },
    close: () => local.close(),
  }
}

async function neonServerless(url: string): Promise<Client> {
  const { pool, close } = await startNeonWebSocket(url)
  return {
    open: (options) => withAuth(overNeonServerless({ client: pool }), options) as unknown as Database,
    spent: () => undefined,
    close,
  }
}

async function pglite(): Promise<Client> {
  const client = await PGlite.create()
  await client.exec(authSchemaSql())
  await client.exec(tenantTables)
  return {
    open: (options) => withAuth(overPglite({ client }), options) as unknown as Database,
    spent: () => undefined,
    close: () => client.close(),
  }
}

/** By name; `start` takes the connection string of an application, whose database has the tables. */
export const clients: readonly {
  readonly name: string
  readonly interactive: boolean
  start(url: string): Promise<Client>
}[] = [
  { name: 'node-postgres', interactive: true, start: nodePostgres },
  { name: 'postgres.js', interactive: true, start: ofPostgresJs },
  { name: 'neon-http', interactive: false, start: neonHttp },
  { name: 'neon-serverless', interactive: true, start: neonServerless },
  { name: 'PGlite', interactive: true, start: pglite },
]
