import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'no grant at all',
      fault: 'revoke all on app.todos from authenticated',
      finds: ['table app.todos'],
      fix: /^grant select, insert, update, delete on app\.todos to authenticated;$/,
    },
    {
      name: 'none for the commands of single policies',
      fault: `
        create policy anyone on app.lists for select to anonymous using (id = 0);
        create policy anyone_adds on app.lists for insert to anonymous with check (id = 0);`,
      finds: ['table app.lists'],
      fix: /^grant select, insert on app\.lists to anonymous;$/,
    },
  ],
  sound: [
    {
      name: 'a policy on all commands of a table that is only read',
      given: 'revoke insert, update, delete on app.todos from authenticated',
    },
    {
      name: 'a grant on columns',
      given: 'revoke select on app.lists from authenticated; grant select (id) on app.lists to authenticated',
    },
  ],
}
