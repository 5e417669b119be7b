import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'grants',
      fault: 'grant select on app.todos, app.lists to authenticator',
      finds: ['role authenticator'],
      fix: /^revoke all on app\.lists from authenticator;\nrevoke all on app\.todos from authenticator;$/,
    },
    {
      name: 'grants on a view, and the right to create',
      fault:
        'grant select on app.own_titles to authenticator; grant create, usage on schema app to authenticator',
      finds: ['role authenticator', 'role authenticator'],
    },
    {
      name: 'inherited',
      given: 'create role web login inherit; grant anonymous to web',
      fault: 'grant authenticated to web',
      options: { appRole: 'web', ignore: [207] },
      finds: ['role web'],
    },
  ],
  sound: [{ name: 'grants to PUBLIC', given: 'grant select on app.todos to public' }],
}
