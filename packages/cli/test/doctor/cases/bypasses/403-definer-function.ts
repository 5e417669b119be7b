import type { LintCases } from '../../support/lint-case.js'

const everyTitle = `
  create function app.every_title(of_user text) returns setof text
  language sql stable security definer set search_path = ''
  as 'select title from app.todos where user_id = of_user';`

export const cases: LintCases = {
  faults: [
    {
      name: 'executable by PUBLIC from the start',
      fault: everyTitle,
      finds: ['function app.every_title(of_user text)'],
      fix: /^revoke all on routine app\.every_title\(of_user text\) from public;$/,
    },
    {
      name: 'a procedure, granted to one role',
      fault: `
        create procedure app.wipe() language sql security definer begin atomic delete from app.todos; end;
        revoke execute on procedure app.wipe from public;
        grant execute on procedure app.wipe to authenticated;`,
      finds: ['function app.wipe()'],
      fix: /^revoke all on routine app\.wipe\(\) from authenticated;$/,
    },
  ],
  sound: [
    {
      name: 'that the roles may not execute',
      given: `${everyTitle} revoke execute on function app.every_title from public`,
    },
    {
      name: 'a trigger',
      given: `
        create function app.stamp() returns trigger language plpgsql security definer set search_path = ''
        as 'begin return new; end';`,
    },
    {
      name: 'that a policy calls',
      given: `
        create function app.my_lists() returns bigint[] language sql stable security definer set search_path = ''
        as 'select array_agg(list_id) from app.members where user_id = (select auth.user_id())';
        alter policy member on app.lists using (id = any ((select app.my_lists())::bigint[]));`,
    },
  ],
}
