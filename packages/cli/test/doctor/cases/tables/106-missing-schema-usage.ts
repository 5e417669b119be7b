import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role without usage',
      fault: 'revoke usage on schema app from authenticated',
      finds: ['schema app'],
      fix: /^grant usage on schema app to authenticated;$/,
    },
  ],
}
