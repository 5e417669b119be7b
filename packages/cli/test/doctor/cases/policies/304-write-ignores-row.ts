import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'everyone who is signed in may write for everyone',
      fault: 'alter policy own on app.todos with check ((select auth.user_id()) is not null)',
      finds: ['policy own on app.todos'],
      fix: /with check \(\(\( SELECT auth\.user_id\(\) AS user_id\) IS NOT NULL\) and \(\( SELECT/,
    },
    {
      name: 'a policy for inserting where nothing tells whose a row is',
      given:
        'create table app.wall (line text); alter table app.wall enable row level security; grant insert on app.wall to authenticated',
      fault:
        'create policy anyone on app.wall for insert to authenticated with check ((select auth.user_id()) is not null)',
      options: { ignore: [103] },
      finds: ['policy anyone on app.wall'],
      fix: /drop policy anyone on app\.wall;$/,
    },
  ],
  sound: [
    {
      name: 'narrowed by a restrictive policy that looks at the row',
      given: `
        alter policy own on app.todos with check ((select auth.user_id()) is not null);
        create policy narrow on app.todos as restrictive to authenticated
          using (true) with check ((select auth.user_id()) = user_id);`,
    },
  ],
}
