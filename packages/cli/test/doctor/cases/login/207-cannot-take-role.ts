import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'one of the two',
      given: 'create role web login noinherit; grant anonymous to web',
      fault: '',
      options: { appRole: 'web' },
      finds: ['role web'],
      fix: /^grant authenticated to web/,
      gains: ['authenticated to web: member'],
    },
    {
      name: 'a membership that does not allow it',
      given: 'create role web login; grant anonymous, authenticated to web with inherit false',
      fault: 'grant anonymous, authenticated to web with set false',
      options: { appRole: 'web' },
      finds: ['role web', 'role web'],
      since: 16,
    },
  ],
}
