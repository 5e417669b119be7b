import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role that has it',
      given: 'create role "Web" login noinherit; grant authenticated, anonymous to "Web"',
      fault: 'alter role "Web" bypassrls',
      options: { appRole: 'Web' },
      finds: ['role "Web"'],
    },
  ],
}
