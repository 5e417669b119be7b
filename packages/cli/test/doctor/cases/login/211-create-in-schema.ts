import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'everybody, as up to PostgreSQL 14',
      fault: 'grant create on schema public to public',
      finds: ['schema public'],
      fix: /^revoke create on schema public from public;$/,
    },
    {
      name: 'a role, and one that another inherits from',
      given: 'create role makers nologin; grant makers to anonymous',
      fault: 'grant create on schema app to authenticated, makers',
      options: { ignore: [204] },
      finds: ['schema app'],
      fix: /^revoke create on schema app from authenticated, makers;$/,
    },
  ],
  sound: [
    {
      name: 'the role that runs migrations',
      given: 'create role migrator nologin; grant create on schema app to migrator',
    },
  ],
}
