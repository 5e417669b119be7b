import { randomBytes } from 'node:crypto'
import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import { bigint, integer, pgMaterializedView, pgTable, text } from 'drizzle-orm/pg-core'
import pg from 'pg'

export const todos = pgTable('todos', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id')
    .notNull()
    .$default(() => 'overridden'),
  title: text().notNull(),
})

export const notes = pgTable('notes', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  todoId: bigint('todo_id', { mode: 'number' }).notNull(),
  body: text().notNull(),
})

export const accounts = pgTable('accounts', {
  id: integer().primaryKey(),
  nextId: integer('next_id'),
})

export const totals = pgMaterializedView('totals', { count: integer() }).existing()

const tables = `
create table todos (
  id bigint generated always as identity primary key,
  user_id text not null,
  title text not null
);
create table notes (id bigint generated always as identity primary key, todo_id bigint not null references todos, body text not null);
create table accounts (id int primary key, next_id int references accounts (id) deferrable initially deferred);
alter table todos enable row level security;
alter table notes enable row level security;
create policy own on todos to authenticated, editor using ((select auth.user_id()) = user_id);
create policy public on todos for select to anonymous using (title = 'public');
create policy own on notes to authenticated using (exists (select from todos where todos.id = todo_id));
grant select, insert, update, delete on todos, notes, accounts to authenticated, editor;
grant select on todos, notes to anonymous;
insert into todos (user_id, title) values ('alice', 'a1'), ('alice', 'a2'), ('bob', 'b1'), ('carol', 'public');
insert into notes (todo_id, body) select id, 'note of ' || title from todos;
create materialized view totals as select count(*)::int as count from todos;
`

/** A database with todos under policies, and the pool of an application whose login role has no rights. */
export interface TodoDatabase {
  readonly owner: pg.Pool
  readonly pool: pg.Pool
  readonly url: string
  close(): Promise<void>
}

const createEditor = `do $$ begin create role editor; exception when duplicate_object or unique_violation then null; end $$`

export async function startTodoDatabase(
  config: pg.PoolConfig = {},
  verification: 'application' | 'database' = 'application',
): Promise<TodoDatabase> {
  const server = await startPostgres()
  const owner = new pg.Pool({ connectionString: server.connectionString, max: 2 })
  const login = `app_${randomBytes(6).toString('hex')}`
  await owner.query(authSchemaSql({ verification }))
  await owner.query(createEditor)
  await owner.query(
    'grant usage on schema auth to editor; grant execute on all functions in schema auth to editor',
  )
  await owner.query(tables)
  await owner.query(`create role ${login} login noinherit password 'app'`)
  await owner.query(`grant authenticated, anonymous, editor to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'app'
  const pool = new pg.Pool({ connectionString: url.href, max: 4, ...config })
  return {
    owner,
    pool,
    url: url.href,
    async close() {
      if (!pool.ended) await pool.end()
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}

/** The rows of `execute`, whose type is wider in drizzle-orm 1.0 than what ever arrives here. */
export function rowsOf(result: unknown): Record<string, unknown>[] {
  return (result as pg.QueryResult).rows
}
