import { type CorpusState, notes } from './corpus-state.js'

const policy = (rest: string) =>
  `${notes} drop policy own on public.notes; create policy p on public.notes ${rest}`

/** What splinter's documentation says of policies. */
export const splinterPolicies: readonly CorpusState[] = [
  {
    lint: 'auth_rls_initplan',
    state: 'a function of the session for every row',
    sql: policy('for select to authenticated using (auth.uid() = user_id)'),
    finds: ['301 policy p on public.notes'],
  },
  {
    lint: 'auth_rls_initplan',
    state: 'in a sub-select',
    sql: policy('for select to authenticated using ((select auth.uid()) = user_id)'),
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'multiple_permissive_policies',
    state: 'two permissive policies for one role and command',
    sql: `${notes} create policy early on public.notes for select to authenticated using (id < 10)`,
    finds: ['307 table public.notes'],
  },
  {
    lint: 'multiple_permissive_policies',
    state: 'two for one command and two roles',
    sql: `${notes} create policy early on public.notes for select to anon using (id < 10)`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'multiple_permissive_policies',
    state: 'one of them restrictive',
    sql: `${notes} create policy early on public.notes as restrictive for select to authenticated using (id < 10)`,
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'rls_references_user_metadata',
    state: 'a claim that users edit themselves',
    sql: policy(`for select to authenticated
      using ((select auth.jwt() -> 'user_metadata' ->> 'team') = id::text)`),
    finds: ['308 policy p on public.notes'],
  },
  {
    lint: 'rls_references_user_metadata',
    state: 'a claim that the server writes',
    sql: policy(`for select to authenticated
      using ((select auth.jwt() -> 'app_metadata' ->> 'team') = id::text)`),
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'rls_policy_always_true',
    state: 'anybody who is signed in inserts anything',
    sql: policy('for insert to authenticated with check (true)'),
    finds: ['303 policy p on public.notes'],
  },
  {
    lint: 'rls_policy_always_true',
    state: 'anybody who is signed in deletes anything',
    sql: policy('for delete to authenticated using (true)'),
    finds: ['303 policy p on public.notes'],
  },
  {
    lint: 'rls_policy_always_true',
    state: 'everybody reads',
    sql: policy('for select to authenticated using (true)'),
    finds: [],
    silent: 'sound',
  },
  {
    lint: 'rls_policy_null_auth_disjunct',
    state: 'own rows, or nobody signed in',
    sql: policy('for select using ((select auth.uid()) is null or (select auth.uid()) = user_id)'),
    finds: [],
    silent: {
      missed: 'A condition that lets in whoever is not signed in is not told from one that is meant.',
    },
  },
]

const unrelated = (lint: string, state: string, sql: string, notOurs: string): CorpusState => ({
  ...{ lint, state, sql },
  finds: [],
  silent: { notOurs },
})

const performance = 'Speed and space of tables, whatever their policies.'

/** What splinter's documentation has that no policy depends on. */
export const splinterUnrelated: readonly CorpusState[] = [
  unrelated(
    'unindexed_foreign_keys',
    'a foreign key without an index',
    `${notes} create table public.tags (id bigint primary key, note bigint references public.notes);
     revoke all on public.tags from anon, authenticated`,
    'Lint 309 asks for the indexes that policies use.',
  ),
  unrelated(
    'no_primary_key',
    'a table without a primary key',
    'create table public.log (id bigint); revoke all on public.log from anon, authenticated',
    performance,
  ),
  unrelated(
    'unused_index',
    'an index that nothing has used',
    `${notes} create index on public.notes (id, user_id)`,
    performance,
  ),
  unrelated(
    'duplicate_index',
    'the same index twice',
    `${notes} create index on public.notes (user_id)`,
    performance,
  ),
  unrelated(
    'table_bloat',
    'a table with dead rows',
    `${notes} insert into public.notes select g, gen_random_uuid() from generate_series(1, 100) g; delete from public.notes`,
    performance,
  ),
  unrelated(
    'autovacuum_disabled',
    'a table without autovacuum',
    `${notes} alter table public.notes set (autovacuum_enabled = false)`,
    performance,
  ),
  unrelated(
    'auth_allow_anonymous_sign_ins',
    'policies for signed-in users, where sign-ins without an account are on',
    notes,
    'It is a setting of Supabase Auth, which is not in the database.',
  ),
  unrelated(
    'extension_in_public',
    'an extension in public',
    'reset role; create extension citext schema public',
    'Its functions run as whoever calls them.',
  ),
  unrelated(
    'extension_versions_outdated',
    'an extension that could be updated',
    'reset role; create extension citext schema extensions',
    'Updates are for whoever runs the server.',
  ),
  unrelated(
    'unsupported_reg_types',
    'a column that pg_upgrade refuses',
    `${notes} alter table public.notes add c regcollation`,
    'It is a matter of upgrades.',
  ),
  unrelated(
    'fkey_to_auth_unique',
    'a foreign key to a unique column of auth.users that is not its key',
    `reset role; create table public.people (email varchar(255) references auth.users (email));
     revoke all on public.people from anon, authenticated`,
    "It is in the way of Supabase's own migrations.",
  ),
]
