import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role that queries run as',
      fault: 'alter role anonymous replication',
      finds: ['role anonymous'],
      fix: /^alter role anonymous noreplication;$/,
    },
    {
      name: 'the login role',
      fault: 'alter role authenticator replication',
      finds: ['role authenticator'],
    },
    {
      name: 'an administrator, who keeps it',
      given: 'create role boss login noinherit createrole; grant authenticated, anonymous to boss',
      fault: 'alter role boss replication',
      options: { appRole: 'boss', ignore: [204] },
      finds: ['role boss'],
      fix: /\nalter role authenticator login;$/,
      remains: true,
      gains: ['authenticator: login'],
    },
  ],
  sound: [{ name: 'a role of replicas', given: 'create role replica login replication' }],
}
