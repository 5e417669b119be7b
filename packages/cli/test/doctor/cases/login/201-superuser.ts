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
      // Rights are listed for those that are no superusers.
      gains: ['web on public: usage'],
    },
    {
      name: 'the first superuser, who has to stay one',
      fault: '',
      options: { appRole: 'postgres' },
      finds: ['role postgres'],
      fix: /^-- .*\nalter role authenticator login;$/,
      remains: true,
      gains: ['authenticator: login'],
    },
    {
      name: 'the first superuser, where there is no login role yet',
      fault: '',
      options: { appRole: 'postgres', roles: { authenticator: 'not_yet' } },
      finds: ['role postgres'],
      fix: /^-- .* rowauth init makes not_yet\.$/,
      byHand: true,
    },
  ],
}
