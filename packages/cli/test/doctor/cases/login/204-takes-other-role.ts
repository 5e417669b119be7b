import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role beyond the two',
      given: 'create role boss nologin',
      fault: 'grant boss to authenticator',
      finds: ['role authenticator'],
    },
    {
      name: 'through one of the two',
      given: 'create role boss nologin',
      fault: 'grant boss to anonymous',
      finds: ['role authenticator'],
      fix: /^revoke boss from anonymous/,
    },
    {
      name: 'any, with CREATEROLE',
      fault: 'alter role authenticator createrole',
      finds: ['role authenticator'],
    },
    {
      name: 'what it may only hand on to itself',
      given: 'create role boss nologin',
      fault:
        'grant boss to authenticator with admin option; grant boss to authenticator with set false, inherit false',
      finds: ['role authenticator'],
      since: 16,
    },
    {
      name: 'an administrator, who keeps CREATEROLE and its memberships',
      given: `
        create role boss login noinherit createdb;
        create role jobs nologin;
        grant authenticated, anonymous, jobs to boss`,
      fault: 'alter role boss createrole; revoke jobs from boss; grant jobs to boss with admin option',
      options: { appRole: 'boss' },
      givenIgnores: [204],
      finds: ['role boss'],
      fix: /\nalter role authenticator login;$/,
      remains: true,
      gains: ['authenticator: login'],
    },
    {
      name: "a role that Supabase's own login takes by its design",
      given: 'create role supabase_admin nologin; create role service_role nologin bypassrls',
      fault: 'grant service_role to authenticator',
      finds: ['role authenticator'],
      fix: /\nalter role authenticator login;$/,
      remains: true,
      gains: ['authenticator: login'],
    },
  ],
  sound: [
    {
      name: 'an administrator, who is found as the owner of the database instead',
      given: `
        create role boss login noinherit createrole;
        create role jobs nologin;
        grant authenticated, anonymous, jobs to boss with admin option;
        alter database postgres owner to boss`,
      options: { appRole: 'boss', ignore: [203, 204] },
    },
    {
      name: 'a role that queries run as',
      given: 'create role editor nologin; grant editor to authenticator',
      options: { allowed: ['editor'] },
    },
  ],
}
