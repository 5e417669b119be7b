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
  ],
}
