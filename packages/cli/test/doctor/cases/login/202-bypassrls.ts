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
    {
      name: 'an administrator, who keeps it',
      given: 'create role boss login noinherit createdb createrole; grant authenticated, anonymous to boss',
      fault: 'alter role boss bypassrls',
      options: { appRole: 'boss', ignore: [204] },
      finds: ['role boss'],
      fix: /\nalter role authenticator login;$/,
      remains: true,
      gains: ['authenticator: login'],
    },
  ],
}
