import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'what policies are asked for, on tables that have none yet',
      fault:
        'alter default privileges in schema app grant select, insert, update, delete on tables to authenticated',
      finds: ['tables that postgres makes in schema app'],
      fix: /^alter default privileges for role postgres in schema app revoke delete, insert, select, update on tables from authenticated;$/,
    },
    {
      name: 'to a role that one of the two inherits from',
      given: 'create role readers nologin; grant readers to authenticated',
      fault: 'alter default privileges grant select on tables to readers',
      options: { ignore: [204] },
      finds: ['tables that postgres makes'],
      fix: / from readers;$/,
    },
  ],
  sound: [
    {
      name: 'to a role that queries do not run as',
      given: 'create role reports nologin; alter default privileges grant select on tables to reports',
    },
  ],
}
