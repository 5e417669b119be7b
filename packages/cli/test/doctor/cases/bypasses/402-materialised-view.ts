import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'of a protected table, through a view',
      given: 'create materialized view app.titles as select * from app.own_titles',
      fault: 'grant select on app.titles to authenticated; grant select (title) on app.titles to public',
      finds: ['materialised view app.titles'],
      fix: /^revoke all on app\.titles from authenticated, public;$/,
    },
  ],
  sound: [
    {
      name: 'without grants',
      given: 'create materialized view app.titles as select title from app.todos',
    },
  ],
}
