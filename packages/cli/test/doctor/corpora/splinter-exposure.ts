import { type CorpusState, notes } from './corpus-state.js'

/** What splinter's documentation says of tables, views and functions that the API shows. */
export const splinterExposure: readonly CorpusState[] = [
  {
    lint: 'auth_users_exposed',
    state: 'a view of auth.users',
    sql: `reset role; create view public.people as select id, email from auth.users; grant select on public.people to anon`,
    finds: ['405 view public.people'],
  },
  {
    lint: 'auth_users_exposed',
    state: 'a materialised view of auth.users',
    sql: `reset role; create materialized view public.people as select id from auth.users; grant select on public.people to authenticated`,
    finds: ['405 materialised view public.people'],
  },
  {
    lint: 'auth_users_exposed',
    state: 'a view of auth.users that the API does not reach',
    sql: 'reset role; create view public.people as select id from auth.users; revoke all on public.people from anon, authenticated',
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'auth_users_exposed',
    state: 'a security_invoker view of auth.users',
    sql: 'reset role; create view public.people with (security_invoker) as select id from auth.users',
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'policy_exists_rls_disabled',
    state: 'policies, and row-level security off',
    sql: `${notes} alter table public.notes disable row level security`,
    finds: ['102 table public.notes'],
  },
  {
    lint: 'rls_enabled_no_policy',
    state: 'row-level security on, and no policy',
    sql: 'create table public.log (id bigint); alter table public.log enable row level security',
    finds: ['103 table public.log'],
  },
  {
    lint: 'rls_disabled_in_public',
    state: 'a table in public without row-level security',
    sql: 'create table public.log (id bigint)',
    finds: ['101 table public.log'],
  },
  {
    lint: 'rls_disabled_in_public',
    state: 'the same, without grants',
    sql: 'create table public.log (id bigint); revoke all on public.log from anon, authenticated',
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'rls_disabled_in_public',
    state: 'in a schema that the API does not show',
    sql: 'create schema inner_life; create table inner_life.log (id bigint)',
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'security_definer_view',
    state: 'a view that reads a protected table as its owner',
    sql: `${notes} create view public.all_notes as select * from public.notes`,
    finds: ['401 view public.all_notes'],
  },
  {
    lint: 'security_definer_view',
    state: 'with security_invoker',
    sql: `${notes} create view public.all_notes with (security_invoker = on) as select * from public.notes`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'security_definer_view',
    state: 'a view that reads no table',
    sql: 'create view public.one as select 1 as n',
    finds: [],
    silent: { notOurs: 'No rows are behind it.' },
  },
  {
    lint: 'materialized_view_in_api',
    state: 'of a protected table',
    sql: `${notes} create materialized view public.all_notes as select * from public.notes`,
    finds: ['402 materialised view public.all_notes'],
  },
  {
    lint: 'materialized_view_in_api',
    state: 'of no table at all',
    sql: 'create materialized view public.days as select generate_series(1, 7) as n',
    finds: [],
    silent: { notOurs: 'No policy guards what it holds.' },
  },
  {
    lint: 'foreign_table_in_api',
    state: 'a foreign table in public',
    sql: `reset role; create foreign data wrapper w; create server s foreign data wrapper w;
      create foreign table public.remote (id int) server s; grant select on public.remote to anon`,
    finds: ['110 foreign table public.remote'],
  },
  {
    lint: 'foreign_table_in_api',
    state: 'the same, without grants',
    sql: `reset role; create foreign data wrapper w; create server s foreign data wrapper w;
      create foreign table public.remote (id int) server s; revoke all on public.remote from anon, authenticated`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'insecure_queue_exposed_in_api',
    state: 'the table of a queue, without row-level security',
    sql: `create schema pgmq; create table pgmq.q_jobs (msg_id bigint, message jsonb);
      grant usage on schema pgmq to authenticated; grant select, insert on pgmq.q_jobs to authenticated`,
    finds: ['101 table pgmq.q_jobs'],
  },
  {
    lint: 'sensitive_columns_exposed',
    state: 'passwords in a table without row-level security',
    sql: 'create table public.people (id bigint, password text)',
    finds: ['101 table public.people'],
  },
  {
    lint: 'sensitive_columns_exposed',
    state: 'passwords in a table with a policy of own rows',
    sql: `${notes} alter table public.notes add password text`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'anon_security_definer_function_executable',
    state: 'a SECURITY DEFINER function',
    sql: `create function public.wipe() returns void language sql security definer set search_path = '' as 'select'`,
    finds: ['403 function public.wipe()'],
  },
  {
    lint: 'authenticated_security_definer_function_executable',
    state: 'for signed-in users alone',
    sql: `create function public.wipe() returns void language sql security definer set search_path = '' as 'select';
      revoke all on function public.wipe() from public, anon`,
    finds: ['403 function public.wipe()'],
  },
  {
    lint: 'authenticated_security_definer_function_executable',
    state: 'that the roles may not execute',
    sql: `create function public.wipe() returns void language sql security definer set search_path = '' as 'select';
      revoke all on function public.wipe() from public, anon, authenticated`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'function_search_path_mutable',
    state: 'a SECURITY DEFINER function',
    sql: `create function public.wipe() returns void language sql security definer as 'select';
      revoke all on function public.wipe() from public, anon, authenticated`,
    finds: ['404 function public.wipe()'],
  },
  {
    lint: 'function_search_path_mutable',
    state: 'a function that runs as whoever calls it',
    sql: `create function public.one() returns int language sql as 'select 1'`,
    finds: [],
    silent: { notOurs: 'Its caller can do by hand what it does; no policy goes by it.' },
  },
  {
    lint: 'function_search_path_mutable',
    state: 'with a search_path of its own',
    sql: `create function public.one() returns int language sql set search_path = '' as 'select 1'`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'public_bucket_allows_listing',
    state: 'a policy on storage.objects that lets everybody list a bucket',
    sql: `reset role; create policy listing on storage.objects for select using (bucket_id = 'avatars')`,
    finds: [],
    silent: { missed: "Policies on tables of the server's operator are not read." },
  },
  {
    lint: 'pg_graphql_anon_table_exposed',
    state: 'a protected table that visitors may select from',
    sql: `${notes} grant select on public.notes to anon`,
    finds: [],
    silent: { notOurs: 'Policies decide about rows; that its columns can be listed is a matter of the API.' },
  },
  {
    lint: 'pg_graphql_authenticated_table_exposed',
    state: 'a protected table that signed-in users may select from',
    sql: notes,
    finds: [],
    silent: { notOurs: 'That is what the table is for.' },
  },
]
