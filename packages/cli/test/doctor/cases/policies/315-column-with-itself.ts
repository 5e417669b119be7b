import type { LintCases } from '../../support/lint-case.js'

const mine = 'm.user_id = (select auth.user_id())'

export const cases: LintCases = {
  faults: [
    {
      name: 'an outer column of the same name is meant',
      fault: `alter table app.lists add list_id bigint;
        alter policy member on app.lists
          using (exists (select from app.members m where m.list_id = list_id and ${mine}))`,
      finds: ['policy member on app.lists'],
      fix: /app\.lists\.<column>[\s\S]+-- alter policy member on app\.lists/,
      byHand: true,
    },
    {
      name: 'in WITH CHECK, deeper down, as varchar',
      given: `alter table app.todos add list varchar; create table app.shares (list varchar primary key);`,
      givenIgnores: [],
      fault: `alter policy own on app.todos with check ((select auth.user_id()) = user_id
        and list in (select s.list from app.shares s where exists (select where s.list = list)))`,
      finds: ['policy own on app.todos'],
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'the column with its table, and a column of the row with itself',
      given: `alter table app.lists add list_id bigint;
        alter policy member on app.lists using (lists.id = lists.id and exists (
          select from app.members m where m.list_id = lists.list_id and ${mine}))`,
    },
  ],
}
