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
      name: 'of a schema and a function',
      given: `
        create role web login noinherit;
        grant authenticated, anonymous to web;
        create function app.one(of_user text) returns int language sql return 1`,
      fault: `
        alter schema app owner to web;
        alter function app.one owner to web`,
      options: { appRole: 'web' },
      finds: ['role web'],
      fix: /^alter schema app owner to \w+;\nalter routine app\.one\(of_user text\) owner to \w+;$/,
    },
    {
      name: 'of what would run with the rights of its next owner',
      given: `
        create role web login noinherit;
        grant authenticated, anonymous to web;
        create function app.wipe() returns void language sql security definer begin atomic delete from app.todos; end;
        revoke all on routine app.wipe() from public;
        create view app.everything as select * from app.todos`,
      fault: 'alter view app.everything owner to web; alter function app.wipe() owner to web',
      options: { appRole: 'web' },
      finds: ['role web'],
      fix: /^-- Read it first, .*: alter view app\.everything owner to \w+;\n-- .*: alter routine app\.wipe\(\) owner to \w+;$/,
      byHand: true,
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
