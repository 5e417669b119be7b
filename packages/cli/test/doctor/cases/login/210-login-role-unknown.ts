import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'the connection of a superuser, and no login role that could be meant',
      fault: '',
      appRoleUnknown: true,
      options: { roles: { authenticator: 'not_yet' } },
      finds: ['role postgres'],
      fix: /^-- rowauth doctor --app-role .*\n-- .* rowauth init makes not_yet\.$/,
      byHand: true,
    },
  ],
}
