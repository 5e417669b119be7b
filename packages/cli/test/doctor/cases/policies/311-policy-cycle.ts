import type { LintCases } from '../../support/lint-case.js'

/** What PostgreSQL does with cycles of each kind is in policy-cycles.test.ts. */
export const cases: LintCases = {
  faults: [
    {
      name: 'a table that is looked up in itself',
      fault: `alter policy own on app.members
        using (list_id in (select m.list_id from app.members m where m.user_id = (select auth.user_id())))`,
      finds: ['policy own on app.members'],
      fix: /select \.\.\. from app\.members[\s\S]+-- alter policy own on app\.members using/,
      byHand: true,
    },
    {
      name: 'two tables, and the circle is found once',
      fault: `alter policy own on app.members using (exists (select from app.lists l where l.id = list_id))`,
      finds: ['policy member on app.lists'],
      fix: /policy member on app\.lists, policy own on app\.members/,
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'a circle for roles that queries never run as',
      given: `
        create role sound_service nologin; grant usage on schema app to sound_service;
        grant select on app.members to sound_service;
        create policy service on app.members for select to sound_service
          using (list_id in (select m.list_id from app.members m))`,
    },
  ],
}
