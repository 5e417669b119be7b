import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'what is published may be changed by everyone',
      fault:
        'drop policy own on app.todos; create policy own on app.todos to authenticated using (done or (select auth.user_id()) = user_id)',
      options: { ignore: [312] },
      finds: ['policy own on app.todos'],
      fix: /^alter policy own on app\.todos\n {2}with check \(\(done OR /,
    },
    {
      name: 'a call for every row is not copied',
      given: 'drop policy own on app.todos',
      fault: `create policy own on app.todos for update to authenticated using (auth.user_id() = user_id);
        create policy reads on app.todos for select to authenticated using ((select auth.user_id()) = user_id);`,
      options: { ignore: [103, 301] },
      finds: ['policy own on app.todos'],
      fix: /with check \(\(\(select auth\.user_id\(\)\) = user_id\)\);$/,
    },
  ],
  sound: [
    {
      name: 'without the grant to write',
      given: `
        drop policy own on app.todos;
        create policy own on app.todos to authenticated using ((select auth.user_id()) = user_id);
        revoke insert, update on app.todos from authenticated;`,
    },
  ],
}
