import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'one for reading beside one for everything',
      fault: 'create policy done on app.todos for select to authenticated using (done)',
      finds: ['table app.todos'],
      fix: /create policy allow_authenticated_select on app\.todos for select to authenticated\n {2}using \(done or \(\(/,
    },
    {
      name: 'different roles, and PUBLIC',
      given: 'grant select on app.todos to anonymous',
      fault: `
        create policy done on app.todos for select to anonymous, authenticated using (done);
        create policy titled on app.todos for select to public using (title is not null);`,
      finds: ['table app.todos'],
    },
    {
      name: 'calls for every row are not copied',
      fault: `create policy mine on app.todos for select to authenticated using (auth.user_id() = title)`,
      options: { ignore: [301, 309] },
      finds: ['table app.todos'],
      fix: /using \(\(\(select auth\.user_id\(\)\) = title\) or /,
    },
  ],
  sound: [
    {
      name: 'one whose comment says what is meant, which would be lost',
      given: `create policy queue on app.todos for update to authenticated
          using (title = 'open') with check ((select auth.user_id()) = user_id);
        comment on policy queue on app.todos is 'doctor: ignore 312, a queue'`,
    },
    {
      name: 'a restrictive one beside a permissive one',
      given: 'create policy narrow on app.todos as restrictive for select to authenticated using (not done)',
    },
    {
      name: 'different commands and different roles',
      given: `
        grant insert on app.members to authenticated;
        create policy add on app.members for insert to authenticated with check ((select auth.user_id()) = user_id);
        create policy look on app.todos for select to anonymous using (done);
        grant select on app.todos to anonymous;`,
    },
  ],
}
