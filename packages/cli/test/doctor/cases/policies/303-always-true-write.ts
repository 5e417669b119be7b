import type { LintCases } from '../../support/lint-case.js'

/** Each true of every row, whoever asks. */
const disguises = [
  'id = id',
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
  'exists (select from app.members m where m.user_id = todos.user_id) or 1 < 2',
]

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
    ...disguises.map((condition) => ({
      name: `in disguise: ${condition}`,
      fault: `alter policy own on app.todos using (${condition})`,
      finds: ['policy own on app.todos'],
      fix: /using \(\(\( SELECT auth\.user_id\(\) AS user_id\) = user_id\)\);$/,
    })),
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
    ...[
      `(select auth.user_id()) = user_id and title is not null`,
      `(select auth.user_id()) = user_id and length(title) < 70000`,
      `(select auth.user_id()) is not distinct from user_id`,
      `(select auth.user_id()) = user_id and id % 1000 <> 7`,
    ].map((condition) => ({
      name: `true of many rows: ${condition}`,
      given: `alter policy own on app.todos using (${condition})`,
    })),
    {
      name: 'what calls a function that waits or writes is not tried',
      given: `
        create function app.writes() returns bool language plpgsql set search_path = ''
        as 'begin perform pg_catalog.pg_sleep(100); insert into app.private values (1); return true; end';
        alter policy own on app.todos using (app.writes());`,
    },
    {
      name: 'for a role that queries of users never run as',
      given: `
        create role sound_service nologin; grant usage on schema app to sound_service;
        grant insert on app.todos to sound_service;
        create policy service on app.todos for insert to sound_service with check (true)`,
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
