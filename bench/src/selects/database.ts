import { randomBytes } from 'node:crypto'
import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import { bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { kinds } from '../prepared/count-prepared.js'

export const todos = pgTable('todos', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id').notNull(),
  title: text().notNull(),
  done: boolean().notNull(),
})

export const users = Array.from({ length: 1000 }, (_, index) => `user_${String(index).padStart(4, '0')}`)
export const todosPerUser = 10

const tables = `
create table todos (
  id bigint generated always as identity primary key,
  user_id text not null,
  title text not null,
  done boolean not null default false
);
insert into todos (user_id, title)
  select 'user_' || lpad((n % ${users.length})::text, 4, '0'), 'todo number ' || n
  from generate_series(1, ${users.length * todosPerUser}) n;
create index on todos (user_id);
alter table todos enable row level security;
create policy own on todos to authenticated using ((select auth.user_id()) = user_id);
grant select on todos to authenticated;
`

/** Connection strings of one database's two login roles. */
export interface Logins {
  /** Owns the table, so no policy applies: an application without row-level security. */
  readonly owner: string
  /** Has no rights but to become `authenticated` or `anonymous`. */
  readonly application: string
}

export interface BenchDatabase {
  readonly logins: Logins
  /** The server's version. */
  readonly version: string
  close(): Promise<void>
}

/** Starts a database with {@link users}' todos, {@link todosPerUser} each, under policies. */
export async function startDatabase(): Promise<BenchDatabase> {
  const server = await startPostgres()
  const suffix = randomBytes(6).toString('hex')
  const owner = `bench_owner_${suffix}`
  const application = `bench_application_${suffix}`
  const admin = new pg.Client({ connectionString: server.connectionString })
  await admin.connect()
  await admin.query(authSchemaSql())
  await admin.query(tables)
  await admin.query(kinds)
  await admin.query(`create role ${owner} login password 'bench'`)
  await admin.query(`create role ${application} login noinherit password 'bench'`)
  await admin.query(`alter table todos owner to ${owner}`)
  await admin.query(`grant authenticated, anonymous to ${application}`)
  await admin.query('vacuum analyze todos')
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  // Its statistics of the catalog are complete when it is gone: nothing that follows is a migration.
  await admin.end()
  return {
    logins: {
      owner: loginAs(server.connectionString, owner),
      application: loginAs(server.connectionString, application),
    },
    version: rows[0]?.server_version ?? 'unknown',
    async close() {
      const last = new pg.Client({ connectionString: server.connectionString })
      await last.connect()
      for (const role of [owner, application]) {
        await last.query(`drop owned by ${role}`)
        await last.query(`drop role ${role}`)
      }
      await last.end()
      await server.stop()
    },
  }
}

function loginAs(connectionString: string, role: string): string {
  const url = new URL(connectionString)
  url.username = role
  url.password = 'bench'
  return url.href
}
