import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'by name',
      fault: 'grant trigger, references on app.todos to authenticated',
      finds: ['table app.todos'],
      fix: /^revoke references, trigger on app\.todos from authenticated;$/,
    },
    {
      name: 'through PUBLIC, on one column',
      fault: 'grant references (id) on app.lists to public',
      finds: ['table app.lists'],
      fix: /^revoke references on app\.lists from public;$/,
    },
    {
      name: 'what came with PostgreSQL 17',
      fault: 'grant maintain on app.todos to anonymous',
      finds: ['table app.todos'],
      since: 17,
    },
    {
      name: 'all of them',
      fault: 'grant all on app.members to authenticated',
      options: { ignore: [108] },
      finds: ['table app.members'],
    },
  ],
  sound: [
    {
      name: 'a role that queries do not run as',
      given: 'create role jobs nologin; grant trigger on app.todos to jobs',
    },
    {
      name: 'the owner',
      given: 'alter table app.lists owner to anonymous; alter table app.lists force row level security',
    },
  ],
}
