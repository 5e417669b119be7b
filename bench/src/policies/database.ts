import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'

export const rows = 1_000_000
/** Users, and organizations: each has 100 documents. */
const owners = 10_000
/** Each folder has 500 documents; every tenth is the parent of the nine after it, and every hundredth of those. */
const folders = 2_000

export const userName = (n: number) => `user_${String(n).padStart(5, '0')}`
export const organizationId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const idOf = (n: string) => `('00000000-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`
const nameOf = (n: string) => `'user_' || lpad((${n})::text, 5, '0')`

/** The spread is one of large primes, so that nobody's rows lie beside each other. */
const tables = `
create table documents (id integer primary key, user_id text not null, org_id uuid not null, folder_id integer not null, body text not null);
insert into documents
  select n, ${nameOf(`n::bigint * 7919 % ${owners}`)}, ${idOf(`n::bigint * 104729 % ${owners}`)},
    n::bigint * 15485863 % ${folders}, repeat('x', 60)
  from generate_series(1, ${rows}) n;
create index on documents (user_id);
create index on documents (org_id);
create index on documents (folder_id);

create table members (user_id text not null, org_id uuid not null, primary key (user_id, org_id));
insert into members select ${nameOf('n')}, ${idOf(`(n + m) % ${owners}`)} from generate_series(0, ${owners - 1}) n, generate_series(0, 9) m;

create table folder_paths (ancestor_id integer not null, folder_id integer not null, primary key (ancestor_id, folder_id));
insert into folder_paths
  select distinct a, n from generate_series(0, ${folders - 1}) n, lateral unnest(array[n, n - n % 10, n - n % 100]) a;
create table folder_grants (user_id text not null, folder_id integer not null, primary key (user_id, folder_id));
insert into folder_grants select ${nameOf('n')}, n % ${folders / 10} * 10 from generate_series(0, ${owners - 1}) n;

create function is_member(organization uuid) returns boolean language plpgsql stable as $$
begin
  return exists (select from members where user_id = auth.user_id() and org_id = organization);
end $$;

alter table documents enable row level security;
grant select on documents, members, folder_paths, folder_grants to authenticated;
`

/** A server of its own with a million documents, and a connection of its superuser, whom no policy concerns. */
export async function openDatabase() {
  const server = await startPostgres()
  const client = new pg.Client({ connectionString: server.connectionString })
  await client.connect()
  await client.query(authSchemaSql())
  await client.query(tables)
  for (const table of ['documents', 'members', 'folder_paths', 'folder_grants']) {
    await client.query(`vacuum (analyze) ${table}`)
  }
  const { rows: settings } = await client.query('show server_version')
  return {
    client,
    version: String(settings[0]?.server_version).split(' ')[0] ?? '',
    async close() {
      await client.end()
      await server.stop()
    },
  }
}
