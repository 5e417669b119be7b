import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  verification: 'database',
  faults: [
    {
      name: 'in both clauses, as json and as jsonb',
      fault: `alter policy own on app.todos
        using ((select current_setting('request.jwt.claims', true)::json ->> 'sub') = user_id)
        with check (user_id = (select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))`,
      finds: ['policy own on app.todos'],
      fix: /using \(.*\( SELECT auth\.jwt\(\)\) ->> 'sub'::text.*\n.*with check \(.*\( SELECT auth\.jwt\(\)\)/,
    },
    {
      name: 'without a sub-select, raising where it is not set',
      fault: `alter policy own on app.members
        using (current_setting('request.jwt.claims')::jsonb ->> 'sub' = user_id)`,
      finds: ['policy own on app.members'],
    },
    {
      name: 'a claim in a setting of its own',
      fault: `alter policy own on app.members
        using ((select current_setting('request.jwt.claim.sub', true)) = user_id)`,
      finds: ['policy own on app.members'],
      byHand: true,
    },
    {
      name: 'in a function',
      given: `create function app.me() returns text language sql stable set search_path = ''
          as 'select current_setting(''request.jwt.claims'', true)::jsonb ->> ''sub'''`,
      fault: 'alter policy own on app.members using ((select app.me()) = user_id)',
      finds: ['function app.me()'],
      byHand: true,
    },
    {
      name: 'in a function with a body that was bound',
      given: `create function app.me() returns text language sql stable
          return current_setting('request.jwt.claims', true)::jsonb ->> 'sub'`,
      fault: 'alter policy own on app.members using ((select app.me()) = user_id)',
      finds: ['function app.me()'],
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'a setting of the application',
      given: `alter policy own on app.members using (user_id = (select current_setting('app.tenant', true)))`,
    },
  ],
}
