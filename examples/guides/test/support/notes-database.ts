import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { endPool } from './end-pool.js'

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** The database of an application that exists already, and its pool, whose login role has no rights of its own. */
export interface NotesDatabase {
  readonly owner: pg.Client
  readonly pool: pg.Pool
  /** The connection string of the owner. */
  readonly ownerUrl: string
  /** The connection string of the login role. */
  readonly url: string
  close(): Promise<void>
}

export async function startNotesDatabase(config: pg.PoolConfig = {}): Promise<NotesDatabase> {
  const server = await startPostgres()
  const owner = new pg.Client({ connectionString: server.connectionString })
  await owner.connect()
  const login = `app_${randomBytes(6).toString('hex')}`
  await owner.query(authSchemaSql())
  await migrate(drizzle({ client: owner }), { migrationsFolder })
  await owner.query(`create role ${login} login noinherit password 'app'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'app'
  const pool = new pg.Pool({ connectionString: url.href, max: 4, ...config })
  return {
    owner,
    pool,
    ownerUrl: server.connectionString,
    url: url.href,
    async close() {
      await endPool(pool)
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}
