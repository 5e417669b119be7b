import type { LintCases } from '../../support/lint-case.js'

const own = '(select auth.user_id()) = user_id'
const allowed = `
  drop policy own on app.todos;
  create policy allow_authenticated_select on app.todos for select to authenticated using (${own});
  create policy allow_authenticated_update on app.todos for update to authenticated using (${own}) with check (${own});`

export const cases: LintCases = {
  faults: [
    {
      name: 'a restriction that is permissive, as a lost change leaves it',
      given: allowed,
      fault: `create policy restrict_authenticated_delete on app.todos for delete to authenticated using (${own} and not done)`,
      finds: ['policy restrict_authenticated_delete on app.todos'],
      fix: /^drop policy .*;\ncreate policy restrict_authenticated_delete on app\.todos as restrictive for delete to authenticated\n {2}using \(.*\);$/,
    },
    {
      name: 'a policy to read by that is for everything',
      given: allowed,
      fault: `
        drop policy allow_authenticated_select on app.todos;
        drop policy allow_authenticated_update on app.todos;
        create policy allow_authenticated_select_2 on app.todos to authenticated using (${own}) with check (${own})`,
      finds: ['policy allow_authenticated_select_2 on app.todos'],
      fix: /as permissive for select to authenticated\n {2}using \([^;]*\);$/,
    },
    {
      name: 'an update that narrows where it was to allow',
      given: allowed,
      fault: `
        drop policy allow_authenticated_update on app.todos;
        create policy allow_authenticated_update on app.todos as restrictive for update to authenticated
          using (${own}) with check (${own} and not done)`,
      finds: ['policy allow_authenticated_update on app.todos'],
      fix: /as permissive for update to authenticated\n {2}using \(.*\)\n {2}with check \(.*\);$/,
    },
  ],
  sound: [
    { name: 'names that say what the policies are', given: allowed },
    {
      name: 'names of another kind, whatever they begin with',
      given: 'alter policy own on app.todos rename to restrict_to_owner',
    },
  ],
}
