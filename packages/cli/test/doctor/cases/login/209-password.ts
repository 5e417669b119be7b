import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role that has one',
      given: 'create role "Web" login noinherit; grant authenticated, anonymous to "Web"',
      fault: `alter role "Web" password 'secret'`,
      options: { appRole: 'Web' },
      finds: ['role "Web"'],
      fix: /alter role "Web" password null;$/,
      byHand: true,
    },
  ],
  sound: [
    {
      name: "a managed server, whose pg_hba.conf is its operator's",
      given: `
        create role supabase_admin nologin;
        create role web login noinherit password 'secret';
        grant authenticated, anonymous to web`,
      options: { appRole: 'web' },
    },
    { name: 'a role that cannot log in', given: `alter role authenticator password 'secret'` },
    { name: 'a role without one', given: 'alter role authenticator login' },
  ],
}
