import { randomBytes } from 'node:crypto'
import { type AuthSession, authSchemaSql, trustClaims } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'

/** A database as a product would have it: the auth schema, a table under policies, a login role without rights. */
export interface Fixture {
  /** As the owner of everything. */
  readonly owner: pg.Pool
  /** As the login role of the application. */
  readonly url: string
  /** A pool of the application's; ended with the fixture. */
  pool(config?: pg.PoolConfig): pg.Pool
  close(): Promise<void>
}

const tables = `
create table todos (
  id bigint generated always as identity primary key,
  user_id text not null default (auth.user_id()),
  title text not null check (title <> 'forbidden')
);
create index on todos (user_id);
alter table todos enable row level security;
create policy todos_own on todos to authenticated
  using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);
create policy todos_public on todos for select to anonymous using (title = 'public');
grant select, insert, update, delete on todos to authenticated;
grant select on todos to anonymous;
create table accounts (id int primary key, next_id int references accounts (id) deferrable initially deferred);
grant select, insert on accounts to authenticated;
insert into todos (user_id, title) values ('alice', 'a1'), ('alice', 'a2'), ('bob', 'b1'), ('carol', 'public');
`

export async function startFixture(): Promise<Fixture> {
  const server = await startPostgres()
  const owner = new pg.Pool({ connectionString: server.connectionString, max: 4 })
  const login = `app_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await owner.query(authSchemaSql())
  await owner.query(tables)
  await owner.query(`create role ${login} login noinherit password '${password}'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = password
  const pools: pg.Pool[] = []
  return {
    owner,
    url: url.href,
    pool(config = {}) {
      const pool = new pg.Pool({ connectionString: url.href, max: 5, ...config })
      pools.push(pool)
      return pool
    },
    async close() {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()))
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}

export const as = (sub: string): AuthSession => trustClaims({ sub })
export const alice = as('alice')
export const bob = as('bob')
