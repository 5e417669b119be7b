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
  ],
  sound: [
    { name: 'a table without grants', given: 'create table app.log (entry text)' },
    {
      name: 'a table in a schema that the roles may not use',
      given:
        'create schema inner_life; create table inner_life.log (); grant select on inner_life.log to public',
      options: { ignore: [106] },
    },
    {
      name: 'a temporary table',
      given: 'create temporary table scratch (a int); grant select on scratch to authenticated',
    },
  ],
}
