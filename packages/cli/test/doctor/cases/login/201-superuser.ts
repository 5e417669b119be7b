import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role that is one',
      given: 'create role web login noinherit; grant authenticated, anonymous to web',
      fault: 'alter role web superuser bypassrls',
      options: { appRole: 'web' },
      finds: ['role web'],
      fix: /^alter role web nosuperuser nobypassrls;$/,
    },
  ],
}
