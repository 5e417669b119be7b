import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'under the name that was asked for',
      fault: '',
      options: { schema: 'app_auth' },
      finds: ['schema app_auth'],
      fix: /create or replace function "app_auth"\.user_id\(\)/,
      gains: /^(?:authenticated|anonymous|authenticator) on app_auth(?:: usage|\.\w+\(\w*\): execute)$/,
    },
  ],
}
