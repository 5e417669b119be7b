import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'PUBLIC, as in every new database',
      fault: 'grant temporary on database postgres to public',
      finds: ['database postgres'],
      fix: /^do 'begin execute format\(''revoke temporary on database %I from %s'', current_database\(\), ''public''\); end';$/,
    },
    {
      name: 'a role of visitors, a role that users inherit from, and the login role',
      given: 'create role boss nologin; grant boss to authenticated',
      fault: 'grant temporary on database postgres to anonymous, boss, authenticator',
      options: { ignore: [204] },
      finds: ['database postgres'],
      fix: /''anonymous, authenticator, boss''\); end';$/,
    },
  ],
  sound: [
    {
      name: 'the owner of the database, who should not be the application',
      given: `
        create role web login noinherit;
        grant authenticated, anonymous to web;
        alter database postgres owner to web`,
      options: { appRole: 'web', ignore: [203] },
    },
    {
      name: 'somebody else',
      given: 'create role reports login; grant temporary on database postgres to reports',
    },
    {
      name: 'a role that the login role may take and does not inherit from',
      given: `
        create role reports nologin;
        create role web login noinherit;
        grant authenticated, anonymous, reports to web;
        grant temporary on database postgres to reports`,
      options: { appRole: 'web', ignore: [204] },
    },
  ],
}
