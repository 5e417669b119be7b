import type { LintCases } from '../../support/lint-case.js'

const own = '(select auth.user_id()) = user_id'

export const cases: LintCases = {
  faults: [
    ...[`title = 'open'`, `title = 'open' or ${own}`, `(select auth.user_id()) is not null and not done`].map(
      (condition) => ({
        name: `the old row: ${condition}`,
        fault: `alter policy own on app.todos using (${condition})`,
        finds: ['policy own on app.todos'],
        fix: /\(select auth\.user_id\(\)\) = user_id/,
        byHand: true as const,
      }),
    ),
    {
      name: 'a restrictive policy that looks at the row alone, beside one that is always true',
      fault: `alter policy own on app.todos using (true);
        create policy open on app.todos as restrictive for all to authenticated using (not done) with check (true)`,
      finds: ['policy own on app.todos'],
      byHand: true,
    },
    {
      name: 'the new row',
      fault: `alter policy own on app.todos with check (length(title) < 100)`,
      finds: ['policy own on app.todos'],
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'a restrictive policy that ties the row to the caller',
      given: `alter policy own on app.todos using (not done) with check (true);
        create policy mine on app.todos as restrictive for all to authenticated using (${own}) with check (${own})`,
    },
    {
      name: 'a state of one’s own rows',
      given: `alter policy own on app.todos using (${own} and not done) with check (${own} and title <> '')`,
    },
    {
      name: 'a table that others’ policies judge',
      given: `
        grant delete on app.lists to authenticated;
        create policy deletes on app.lists for delete to authenticated
          using (exists (select from app.members m where m.list_id = lists.id))`,
    },
    { name: 'for reading alone', given: `alter policy member on app.lists using (name = 'open')` },
    {
      name: 'with the reason in a comment',
      given: `
        alter policy own on app.todos using (title = 'open');
        comment on policy own on app.todos is 'doctor: ignore 312, a queue'`,
    },
  ],
}
