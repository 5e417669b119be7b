import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'nothing tells whose the rows are',
      fault: `
        create table app.notes (owner text);
        alter table app.notes enable row level security;
        grant select on app.notes to authenticated;`,
      finds: ['table app.notes'],
      fix: /^revoke all on app\.notes from authenticated;$/m,
    },
    {
      name: 'a default tells',
      fault: `
        create table app.notes ("Owner" uuid default auth.uid());
        alter table app.notes enable row level security;
        grant select on app.notes to authenticated;`,
      finds: ['table app.notes'],
      fix: /\(\(select auth\.uid\(\)\) = "Owner"\)[\s\S]*create index on app\.notes \("Owner"\);$/,
    },
  ],
  sound: [
    {
      name: 'a partition without grants, which is reached through its parent',
      given: `
        create table app.old_todos () inherits (app.todos);
        alter table app.old_todos enable row level security`,
    },
    {
      name: 'closed on purpose, without grants',
      given: 'create table app.log (); alter table app.log enable row level security',
    },
  ],
}
