import { authSchemaSql } from '@rowauth/core'
import { quoteLiteral } from '@rowauth/core/internal'
import { conformanceJwk } from './conformance-sessions.js'

export interface ConformanceOptions {
  /** Who verifies the tokens. Default: `application`. */
  readonly verification?: 'application' | 'database'
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

/**
 * What the database of a driver under test holds: the auth schema, and tables under policies. One script, for its
 * owner and an empty database. The driver then logs in as a role that owns nothing and is a member of
 * `authenticated` and `anonymous`.
 *
 * @param options - `verification`: the trust mode of the driver
 */
export function conformanceSql({ verification = 'application' }: ConformanceOptions = {}): string {
  const key = `select auth.register_jwk(${quoteLiteral(JSON.stringify(conformanceJwk))});`
  const keys = verification === 'database' ? key : ''
  return [authSchemaSql({ verification }), keys, tables].join('\n')
}
