import { randomBytes } from 'node:crypto'
import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import { pgTable, text } from 'drizzle-orm/pg-core'
import pg from 'pg'

export const todos = pgTable('todos', { owner: text().notNull(), title: text().notNull() })
export const notes = pgTable('notes', { owner: text().notNull() })

/** What the README has somebody make, and a second table beside it. */
export const sound = `
create table todos (owner text not null, title text not null);
alter table todos enable row level security;
create policy own on todos to authenticated using ((select auth.user_id()) = owner);
grant select, insert, update, delete on todos to authenticated;
create table notes (owner text not null);
alter table notes enable row level security;
create policy own on notes to authenticated using ((select auth.user_id()) = owner);
grant select on notes to authenticated;
`

/** A database with a login role and a query role of its own, so that a mistake in them is nobody else's. */
export interface SetupDatabase {
  readonly owner: pg.Pool
  readonly ownerUrl: string
  readonly url: string
  readonly login: string
  close(): Promise<void>
}

/** @param more - SQL that makes the mistake, of `$login` */
export async function startSetupDatabase(
  more = '',
  tables = `${authSchemaSql()}; ${sound}`,
): Promise<SetupDatabase> {
  const server = await startPostgres()
  const owner = new pg.Pool({ connectionString: server.connectionString, max: 2 })
  const login = `login_${randomBytes(6).toString('hex')}`
  await owner.query(tables)
  await owner.query(`create role ${login} login noinherit password 'app'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  await owner.query(more.replaceAll('$login', login))
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'app'
  return {
    owner,
    ownerUrl: server.connectionString,
    url: url.href,
    login,
    async close() {
      await owner.query(`drop owned by ${login} cascade`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}
