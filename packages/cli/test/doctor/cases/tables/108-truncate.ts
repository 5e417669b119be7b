import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'grant all',
      fault: 'grant all on app.todos to authenticated',
      finds: ['table app.todos'],
      fix: /^revoke truncate on app\.todos from authenticated;$/,
    },
    {
      name: 'through PUBLIC',
      fault: 'grant truncate on app.members to public',
      finds: ['table app.members'],
    },
  ],
}
