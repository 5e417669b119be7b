import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'turned off',
      fault: 'alter table app.todos disable row level security',
      finds: ['table app.todos'],
    },
    {
      name: 'on a table without grants as well',
      fault: `create table app.log (user_id text); create policy "Own rows" on app.log using (user_id = 'a')`,
      options: { ignore: [105] },
      finds: ['table app.log'],
    },
  ],
}
