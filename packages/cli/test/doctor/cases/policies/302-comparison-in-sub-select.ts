import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'as drizzle-orm/neon writes it',
      fault:
        'alter policy own on app.todos using ((select auth.user_id() = user_id)) with check ((select auth.user_id() = user_id))',
      finds: ['policy own on app.todos'],
      fix: /using \(\(\(\(select auth\.user_id\(\)\) = todos\.user_id\)\)\)/,
    },
    {
      name: 'beside another condition, with a name',
      fault: `alter policy own on app.todos using (done and (select (auth.jwt() ->> 'sub') = "user_id" and title is not null as ok))`,
      finds: ['policy own on app.todos'],
    },
  ],
}
