import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'as push leaves them',
      fault: `
        drop policy own on app.todos;
        create policy a on app.todos for select to authenticated;
        create policy b on app.todos for insert to authenticated;
        create policy c on app.todos for update to authenticated;
        create policy d on app.todos for delete to authenticated;`,
      finds: ['a', 'b', 'c', 'd'].map((name) => `policy ${name} on app.todos`),
      fix: /\(\(select auth\.user_id\(\)\) = user_id\)/,
    },
    {
      name: 'a restrictive one, which forbids nothing any more',
      fault: 'create policy tenant on app.todos as restrictive to authenticated',
      finds: ['policy tenant on app.todos'],
    },
    {
      name: 'USING alone, so that no row is found to be updated',
      fault: `
        drop policy own on app.todos;
        create policy own on app.todos to authenticated with check ((select auth.user_id()) = user_id);`,
      finds: ['policy own on app.todos'],
      fix: /^alter policy own on app\.todos using \(\(\( SELECT/,
    },
    {
      name: 'where nothing tells',
      given: 'create table app.wall (line text); alter table app.wall enable row level security',
      fault: 'create policy nobody on app.wall to public',
      finds: ['policy nobody on app.wall'],
      fix: /drop policy nobody on app\.wall;$/,
    },
  ],
}
