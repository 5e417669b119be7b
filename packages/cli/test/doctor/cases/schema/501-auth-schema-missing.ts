import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'under the name that was asked for',
      fault: '',
      options: { schema: 'app_auth' },
      finds: ['schema app_auth'],
      fix: /create or replace function "app_auth"\.user_id\(\)/,
    },
    {
      name: "somebody else's",
      fault: '',
      given: 'create schema users; create function users.uid() returns uuid language sql return null::uuid',
      options: { schema: 'users' },
      finds: ['schema users'],
      byHand: true,
    },
  ],
}
