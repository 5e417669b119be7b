import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'by name',
      fault: 'grant truncate on app.todos to authenticated',
      finds: ['table app.todos'],
      fix: /^revoke truncate on app\.todos from authenticated;$/,
    },
    {
      name: 'through PUBLIC',
      fault: 'grant truncate on app.members to public',
      finds: ['table app.members'],
    },
    {
      name: 'one role of several that have grants',
      given: `
        create policy empty on app.todos for select to anonymous using (id = 0);
        grant select on app.todos to anonymous`,
      fault: 'grant truncate on app.todos to anonymous',
      options: { ignore: [307] },
      finds: ['table app.todos'],
      fix: /^revoke truncate on app\.todos from anonymous;$/,
    },
    {
      name: 'a table that they may not read, without row-level security',
      fault: 'grant truncate on app.private to anonymous',
      finds: ['table app.private'],
    },
  ],
  sound: [
    {
      name: 'a role that queries do not run as',
      given: 'create role jobs nologin; grant truncate on app.todos to jobs',
    },
    {
      name: 'a schema that the role may not use',
      given: `
        create schema shut; create table shut.notes (); alter table shut.notes enable row level security;
        grant truncate on shut.notes to public`,
    },
  ],
}
