import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'the login role owns a table',
      given: 'create role web login noinherit; grant authenticated, anonymous to web',
      fault: 'alter table app.todos owner to web',
      options: { appRole: 'web', ignore: [203] },
      finds: ['table app.todos'],
    },
    {
      name: 'the login role inherits from its owner',
      given: 'create role web login inherit; create role boss nologin; alter table app.todos owner to boss',
      fault: 'grant boss to web',
      options: { appRole: 'web', ignore: [204, 207] },
      finds: ['table app.todos'],
    },
  ],
}
