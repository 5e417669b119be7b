import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'of a table under FORCE',
      given: `
        create role web login noinherit;
        grant authenticated, anonymous to web;
        alter table app.todos force row level security;`,
      fault: 'alter table app.todos owner to web; alter table app.private owner to web',
      options: { appRole: 'web' },
      finds: ['role web'],
      fix: /^alter table app\.private owner to \w+;\nalter table app\.todos owner to \w+;$/,
    },
    {
      name: 'of a view, a schema and a function',
      given: `
        create role web login noinherit;
        grant authenticated, anonymous to web;
        create function app.one(of_user text) returns int language sql return 1`,
      fault: `
        alter view app.own_titles owner to web;
        alter schema app owner to web;
        alter function app.one owner to web`,
      options: { appRole: 'web' },
      finds: ['role web'],
      fix: /^alter view app\.own_titles owner to \w+;\nalter schema app owner to \w+;\nalter routine app\.one\(of_user text\) owner to \w+;$/,
    },
    {
      name: 'of the database, where there is no login role yet',
      given: 'create role boss login noinherit; grant authenticated, anonymous to boss',
      fault: 'alter database postgres owner to boss',
      options: { appRole: 'boss', roles: { authenticator: 'not_yet' } },
      finds: ['role boss'],
      fix: /^-- .* rowauth init makes not_yet\.$/,
      byHand: true,
    },
  ],
}
