import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'an installation that broke off',
      fault: "comment on schema auth is 'rowauth auth schema, version 0, application'",
      finds: ['schema auth'],
    },
    {
      name: 'made by a newer release',
      fault: "comment on schema auth is 'rowauth auth schema, version 999, application'",
      finds: ['schema auth'],
      byHand: true,
    },
  ],
}
