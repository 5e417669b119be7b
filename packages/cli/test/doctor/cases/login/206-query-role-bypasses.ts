import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'BYPASSRLS',
      fault: 'alter role authenticated bypassrls',
      finds: ['role authenticated'],
    },
    {
      name: 'the role owns a table',
      fault: 'alter table app.lists owner to authenticated',
      finds: ['role authenticated'],
      fix: /^alter table app\.lists owner to \w+;\ngrant select, insert, update, delete on app\.lists to authenticated;$/,
    },
    {
      name: 'the role inherits from the owner of a table',
      given: 'create role boss nologin; alter table app.todos owner to boss',
      fault: 'grant boss to authenticated',
      options: { ignore: [204] },
      finds: ['role authenticated'],
      fix: /^revoke boss from authenticated/,
    },
  ],
  sound: [
    {
      name: 'the owner of a table under FORCE',
      given: 'alter table app.lists owner to anonymous; alter table app.lists force row level security',
    },
  ],
}
