import type { LintCases } from '../../support/lint-case.js'

const remote = `
  create foreign data wrapper elsewhere;
  create server remote foreign data wrapper elsewhere;
  create foreign table app.orders (user_id text default auth.user_id(), amount int) server remote;`

export const cases: LintCases = {
  faults: [
    {
      name: 'with a grant on columns',
      given: remote,
      fault: 'grant select (amount) on app.orders to authenticated',
      finds: ['foreign table app.orders'],
      fix: /^revoke all on app\.orders from authenticated;$/,
    },
    {
      name: 'for PUBLIC',
      fault: `${remote} grant select, insert on app.orders to public`,
      finds: ['foreign table app.orders'],
      fix: /^revoke all on app\.orders from public;$/,
    },
  ],
  sound: [
    { name: 'without grants', given: remote },
    {
      name: 'for another role',
      given: `${remote} create role jobs nologin; grant select on app.orders to jobs`,
    },
  ],
}
