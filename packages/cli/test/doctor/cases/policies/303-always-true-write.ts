import type { LintCases } from '../../support/lint-case.js'

/** Each true of every row, whoever asks. */
const disguises = [
  'id = id',
  'extra = extra and tags = tags and address = address',
  'exists (with n as (select 1 union select 2) select from n)',
  'title = title',
  'exists (select 1)',
  'exists (select from generate_series(1, 2))',
  'coalesce(true)',
  'not false',
  'true is not null',
  `'a' like '%'`,
  `title like '%'`,
  'length(title) >= 0',
  'done or not done',
  'done in (true, false)',
  'case when done then true else not done end',
  'id > 0 or id <= 0',
  'id between -9223372036854775808 and 9223372036854775807',
  "now() > date '2020-01-01'",
  `id is not null and coalesce((select auth.user_id()), '') is not null`,
  `(select auth.user_id()) = user_id or user_id is not null`,
  'exists (select from app.members m where m.list_id = id) or 1 < 2',
]

/** Each looks much like true, and keeps something out. */
const mostRows = [
  'title is not null',
  'length(title) < 70000',
  'length(title) <= 2 * 100',
  `title ~ '^.{0,200}$'`,
  `title is distinct from 'secret'`,
  `title not like '%secret%'`,
  `title not like 'ad\\_min%'`,
  `title !~* '^admin'`,
  `title not in ('a', 'secret')`,
  `split_part(title, ':', 2) <> 'secret'`,
  'id % 1000 <> 7',
  'id <> 123456',
  'id < 1000000000000',
  'not (done and id = 17)',
  `done is distinct from true or title <> 'secret'`,
  'user_id <> title',
  `made > now() - interval '50 years'`,
  `made < '2150-01-01'`,
  'lower(title) = title',
  'array_length(tags, 1) is null',
  'tags <@ array[title]',
  `extra ->> 'secret' is distinct from 'yes'`,
  `'{}'::jsonb = coalesce(extra, '{}')`,
]

const nameOf = (i: number) => `app.like_true_${String(i).padStart(2, '0')}`
const table = (i: number) => `
  create table ${nameOf(i)} (
    id bigint primary key, user_id text not null default auth.user_id(), title text, done bool not null, made timestamptz,
    extra jsonb, tags text[], address inet
  );
  create index on ${nameOf(i)} (user_id);
  alter table ${nameOf(i)} enable row level security;
  grant delete on ${nameOf(i)} to authenticated;`

export const cases: LintCases = {
  faults: [
    {
      name: 'rows of everybody may be changed',
      fault: 'alter policy own on app.todos using (true)',
      finds: ['policy own on app.todos'],
      fix: /^alter policy own on app\.todos\n {2}using \(\(\( SELECT auth\.user_id\(\) AS user_id\) = user_id\)\);$/,
    },
    {
      name: 'rows may be given away',
      fault: 'alter policy own on app.todos with check (1 = 1)',
      finds: ['policy own on app.todos'],
      fix: /^alter policy own on app\.todos\n {2}with check \(/,
    },
    {
      name: 'a policy for deleting, where a default tells the owner',
      fault:
        'drop policy own on app.todos; create policy cleaner on app.todos for delete to authenticated using ((select true))',
      finds: ['policy cleaner on app.todos'],
      fix: /using \(\(\(select auth\.user_id\(\)\) = user_id\)\);$/,
    },
    {
      name: 'where another policy tells',
      given: 'grant delete on app.members to authenticated',
      fault: 'create policy cleaner on app.members for delete to authenticated using (true or list_id > 0)',
      finds: ['policy cleaner on app.members'],
    },
    {
      name: 'where nothing tells',
      given:
        'create table app.wall (line text); alter table app.wall enable row level security; grant insert, select on app.wall to anonymous',
      fault:
        'create policy anyone on app.wall to public using (true) with check (true); create policy read on app.wall for select to authenticated using (true)',
      options: { ignore: [103, 105, 307] },
      finds: ['policy anyone on app.wall'],
      fix: /^(--.*\n)+-- comment on policy anyone on app\.wall is 'doctor: ignore 303, \.\.\.';$/,
      byHand: true,
    },
    {
      name: 'where another policy tells no owner: what it asks may be right for no new row',
      given: 'grant insert on app.lists to authenticated',
      fault: 'create policy anyone on app.lists for insert to authenticated with check (true)',
      finds: ['policy anyone on app.lists'],
      fix: /alter policy anyone on app\.lists \.\.\.;/,
      byHand: true,
    },
    {
      name: 'by a role that users inherit from',
      given: `
        create role sound_members nologin; grant sound_members to authenticated;
        drop policy own on app.todos;
        create policy own on app.todos to sound_members
          using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);`,
      fault: 'alter policy own on app.todos using (true)',
      options: { ignore: [105, 204] },
      finds: ['policy own on app.todos'],
    },
    {
      name: 'in disguise',
      given: disguises.map((_, i) => table(i)).join(''),
      fault: disguises
        .map(
          (condition, i) =>
            `create policy own on ${nameOf(i)} for delete to authenticated using (${condition});`,
        )
        .join(''),
      options: { ignore: [103] },
      finds: disguises.map((_, i) => `policy own on ${nameOf(i)}`),
      fix: /using \(\(\(select auth\.user_id\(\)\) = user_id\)\);$/,
    },
    {
      name: 'in disguise, of types of one’s own',
      given: `
        create type app.state as enum ('open', 'closed');
        alter table app.todos add state app.state not null default 'open';`,
      fault: `alter policy own on app.todos using (state in ('open', 'closed'))`,
      finds: ['policy own on app.todos'],
    },
    {
      name: 'in disguise, with a name that needs quoting',
      given: `
        create table app."odd ""Table" ("User" text not null default auth.user_id() primary key, "Is Open" bool not null);
        alter table app."odd ""Table" enable row level security;
        grant delete on app."odd ""Table" to authenticated;`,
      fault: `
        create policy "a ""b" on app."odd ""Table" for delete to authenticated
          using ("Is Open" or not (select "Is Open"))`,
      options: { ignore: [103] },
      finds: ['policy "a ""b" on app."odd ""Table"'],
    },
  ],
  sound: [
    {
      name: 'with the reason in a comment on the policy',
      given: `
        grant insert on app.lists to authenticated;
        create policy anyone on app.lists for insert to authenticated with check (true);
        comment on policy anyone on app.lists is 'Lists are for all.
          doctor: ignore 301, 303, a trigger makes the owner';`,
    },
    {
      name: 'true of most rows, but not of all',
      given: mostRows
        .map(
          (condition, i) =>
            `${table(i)} create policy p on ${nameOf(i)} for delete to authenticated using (${condition});`,
        )
        .join(''),
      // Each asks for something of the row, but of nobody.
      options: { ignore: [312] },
    },
    {
      name: 'what anybody’s code runs in is not tried',
      given: `
        create function app.trap(any_text text = '') returns bool language plpgsql set search_path = ''
        as 'begin perform pg_catalog.pg_sleep(600); return true; end';
        create domain app.trapped as text check (app.trap(value));
        create operator app.~~~ (function = app.trap, rightarg = text);
        create view app.trap_view as select app.trap();
        alter policy own on app.todos using ((select auth.user_id()) = user_id
          and app.trap() and title::app.trapped is not null and operator(app.~~~) title
          and table_to_xml('app.trap_view', false, false, '') is not null
          and (select count(*) from app.trap_view) > 0 and pg_sleep(600) is not null);`,
    },
    {
      name: 'what takes too long, or fails, is not known',
      given: `
        alter policy own on app.todos using ((select auth.user_id()) = user_id
          or (select count(*) from generate_series(1, 1000000000)) > 0)`,
      options: { ignore: [312] },
      since: 18,
    },
    {
      name: 'for a role that queries of users never run as',
      given: `
        create role sound_service nologin; grant usage on schema app, auth to sound_service;
        grant execute on all functions in schema auth to sound_service; grant insert on app.todos to sound_service;
        create policy service on app.todos for insert to sound_service with check (true)`,
    },
    {
      name: 'whatever the policies of a platform are, which queries never run as',
      given: `
        create role sound_service nologin; create role sound_admin nologin;
        grant usage on schema app, auth to sound_service, sound_admin;
        grant execute on all functions in schema auth to sound_service, sound_admin;
        grant select, insert, update, delete on app.todos, app.members to sound_service, sound_admin;
        create policy per_row on app.todos to sound_service using (auth.user_id() = title) with check (id = id);
        create policy inside on app.todos for update to sound_service, sound_admin
          using ((select auth.user_id() = title)) with check ((select auth.user_id()) is not null);
        create policy lost on app.todos for delete to sound_admin;
        create policy editable on app.todos for delete to sound_admin
          using ((select auth.jwt() -> 'user_metadata' ->> 'id') = title);
        create policy signed_in on app.members for delete to sound_admin using (auth.user_id() is not null);
        create policy circle on app.members for select to sound_service
          using (list_id in (select m.list_id from app.members m));
        create policy state on app.members for update to sound_service
          using (list_id = 1 and current_setting('app.x') = user_id);`,
    },
    { name: 'a policy for reading', given: 'alter policy member on app.lists using (true)' },
    {
      name: 'without the grant to write',
      given:
        'revoke insert, update, delete on app.todos from authenticated; alter policy own on app.todos using (true) with check (true)',
    },
    {
      name: 'narrowed by a restrictive policy',
      given: `
        alter policy own on app.todos using (true) with check (true);
        create policy narrow on app.todos as restrictive to authenticated
          using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);`,
    },
  ],
}
