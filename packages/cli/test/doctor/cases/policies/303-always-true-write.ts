import type { LintCases } from '../../support/lint-case.js'

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
      fix: /drop policy anyone on app\.wall;$/,
    },
  ],
  sound: [
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
