import { randomBytes } from 'node:crypto'
import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'
import { allRoles, roles } from './language/vocabulary.js'

/** A database with the auth schema and the roles of the vocabulary, whose tables come and go. */
export interface FuzzDatabase {
  /** As the tables' owner. */
  readonly owner: pg.Client
  readonly url: string
  /** As an application's login role, which may take every other one. */
  readonly pool: pg.Pool
  /** Drops all tables. */
  clear(): Promise<void>
  close(): Promise<void>
}

const id = pg.escapeIdentifier

/** Roles belong to the server: both lines of Drizzle may be here at once, and find what the other has made. */
const createRoles = [
  ...Object.values(roles).map(
    (role) => `create role ${id(role)} ${role === roles.guest ? 'noinherit' : 'inherit'}`,
  ),
  `grant ${id(roles.editor)} to ${id(roles.lead)}, ${id(roles.guest)}`,
]
  .map(
    (statement) => `do $$ begin ${statement};
      exception when duplicate_object or unique_violation or internal_error then null; end $$;`,
  )
  .join('\n')

export async function openFuzzDatabase(): Promise<FuzzDatabase> {
  const server = await startPostgres()
  const owner = new pg.Client(server.connectionString)
  await owner.connect()
  // Nobody waits for the disk here.
  const { rows } = await owner.query<{ name: string }>('select current_database() as name')
  await owner.query(`alter database ${id(rows[0]?.name ?? '')} set synchronous_commit = off`)
  await owner.query('set synchronous_commit = off')
  await owner.query(authSchemaSql())
  await owner.query(createRoles)
  const everybody = allRoles.map(id).join(', ')
  await owner.query(`grant usage on schema auth to ${everybody};
    grant execute on all functions in schema auth to ${everybody}`)
  const login = `fuzz_${randomBytes(6).toString('hex')}`
  await owner.query(`create role ${login} login noinherit password 'fuzz'; grant ${everybody} to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'fuzz'
  const pool = new pg.Pool({ connectionString: url.href, max: 1 })
  return {
    ...{ owner, pool, url: server.connectionString },
    async clear() {
      await owner.query(`drop schema public cascade; create schema public;
        grant usage on schema public to public;
        alter default privileges in schema public grant select, insert, update, delete on tables to ${everybody}`)
    },
    async close() {
      await pool.end()
      await owner.query(`drop owned by ${login}; drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}

/**
 * Applies a migration as drizzle-kit's migrator does, which splits the file where it was joined: all of it or
 * nothing.
 */
export async function migrate(owner: pg.Client, statements: readonly string[]): Promise<void> {
  const file = statements.join('--> statement-breakpoint\n')
  await owner.query('begin')
  try {
    // In one round trip; each ends where the migrator would end it.
    await owner.query(file.split('--> statement-breakpoint').join('\n;\n'))
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}
