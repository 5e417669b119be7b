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
      fix: /doctor: ignore 304, /,
      byHand: true,
    },
  ],
  sound: [
    ...[
      `(select auth.jwt() ->> 'role') = 'admin'`,
      `'admin' = any (array(select jsonb_array_elements_text(auth.jwt() -> 'roles')))`,
      `(select auth.jwt() -> 'app_metadata' ->> 'is_admin')::boolean`,
      `exists (select from app.members where user_id = (select auth.user_id()))`,
      `(select auth.jwt() ->> 'tenant') is not null`,
    ].map((condition) => ({
      name: `what only some have: ${condition}`,
      given: `
        drop policy own on app.todos;
        create policy own on app.todos for select to authenticated using ((select auth.user_id()) = user_id);
        create policy admins on app.todos for insert to authenticated with check (${condition});
        create policy updates on app.todos for update to authenticated
          using (${condition}) with check (${condition});
        create policy deletes on app.todos for delete to authenticated using (${condition});
        comment on table app.todos is 'doctor: ignore 307';`,
    })),
    {
      name: 'for a role that queries never run as',
      given: `
        create role sound_service nologin; grant usage on schema app, auth to sound_service;
        grant insert on app.todos to sound_service; grant execute on all functions in schema auth to sound_service;
        create policy service on app.todos for insert to sound_service with check ((select auth.user_id()) is not null)`,
    },
    {
      name: 'narrowed by a restrictive policy that looks at the row',
      given: `
        alter policy own on app.todos with check ((select auth.user_id()) is not null);
        create policy narrow on app.todos as restrictive to authenticated
          using (true) with check ((select auth.user_id()) = user_id);`,
    },
  ],
}
