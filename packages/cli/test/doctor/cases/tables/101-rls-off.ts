import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a table with grants, the owner of rows unknown',
      fault: `
        create table app.notes (owner text);
        grant select on app.notes to authenticated;
        grant insert (owner) on app.notes to public;`,
      finds: ['table app.notes'],
      fix: /^alter table app\.notes enable row level security;[\s\S]*revoke all on app\.notes from authenticated, public;$/,
    },
    {
      name: 'a table that says whose its rows are',
      fault: `
        create table app.notes (owner text default auth.user_id());
        grant select, insert on app.notes to authenticated;`,
      finds: ['table app.notes'],
      fix: /create policy notes_own on app\.notes to authenticated\n {2}using \(\(select auth\.user_id\(\)\) = owner\)/,
    },
    {
      name: 'through a group that a role inherits from',
      given:
        'create role readers nologin; grant readers to authenticated; grant usage on schema app to readers',
      fault: `
        create table app.notes (owner text) partition by hash (owner);
        grant select on app.notes to readers;`,
      finds: ['table app.notes'],
      options: { allowed: ['readers'] },
    },
    {
      name: 'a partition beside its parent, whose policies are not its own',
      given: `
        create table app.events (user_id text) partition by list (user_id);
        create table app.events_rest partition of app.events default;
        create index on app.events (user_id);
        alter table app.events enable row level security;
        create policy own on app.events to authenticated
          using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);
        grant select on app.events to authenticated;`,
      fault: 'grant select on app.events_rest to authenticated',
      finds: ['table app.events_rest'],
      fix: /^alter table app\.events_rest enable row level security;\n-- .* through app\.events,.*\nrevoke all on app\.events_rest from authenticated;$/,
    },
    {
      name: 'a table that inherits from one with policies',
      given: 'create table app.old_todos () inherits (app.todos)',
      fault: 'grant select (title) on app.old_todos to authenticated',
      finds: ['table app.old_todos'],
      fix: /\nrevoke all on app\.old_todos from authenticated;$/,
    },
    {
      name: 'a table that another role uses as well, which is told',
      given: 'create role reports nologin',
      fault: `
        create table app.notes (owner text);
        grant select on app.notes to authenticated, reports;`,
      finds: ['table app.notes'],
      fix: /^-- Without a policy of their own these see nothing from now on: reports\.\n.*\nrevoke all on app\.notes from authenticated;$/m,
    },
  ],
  sound: [
    { name: 'a table without grants', given: 'create table app.log (entry text)' },
    {
      name: 'a table in a schema that the roles may not use',
      given:
        'create schema inner_life; create table inner_life.log (); grant select on inner_life.log to public',
    },
    {
      name: 'partitions and tables that inherit, without grants of their own',
      given: `
        create table app.old_todos () inherits (app.todos);
        create table app.events (user_id text) partition by list (user_id);
        create table app.events_rest partition of app.events default;`,
    },
    {
      name: 'a temporary table',
      given: 'create temporary table scratch (a int); grant select on scratch to authenticated',
    },
  ],
}
