import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'bare, in both clauses',
      fault: `alter policy own on app.todos
        using (auth.user_id() = user_id)
        with check (user_id = coalesce(auth.jwt() ->> 'sub', 'it''s auth.user_id()'))`,
      finds: ['policy own on app.todos'],
      fix: /using \(\(\(select auth\.user_id\(\)\) = user_id\)\)[\s\S]*\(\(select auth\.jwt\(\)\) ->> 'sub'::text\), 'it''s auth\.user_id\(\)'/,
    },
    {
      name: 'in front of IN',
      fault: `alter policy own on app.todos
        using (auth.user_id() in (select m.user_id from app.members m where m.list_id = todos.id))`,
      finds: ['policy own on app.todos'],
    },
    {
      name: 'once per row of another table',
      fault: `alter policy member on app.lists
        using (exists (select from app.members m where m.list_id = lists.id and m.user_id = auth.user_id()))`,
      finds: ['policy member on app.lists'],
      fix: /m\.user_id = \(select auth\.user_id\(\)\)/,
    },
    {
      name: 'an argument of a function',
      fault: `alter policy own on app.todos using ((select auth.user_id()) = user_id and starts_with(auth.user_id(), 'a'))`,
      finds: ['policy own on app.todos'],
    },
  ],
  sound: [
    {
      name: 'within a sub-select of its own, however deep',
      given: `alter policy member on app.lists using (exists (
        select from app.members m
        where m.list_id = lists.id and m.user_id = (select coalesce(auth.jwt() ->> 'sub', auth.user_id()))))`,
    },
    {
      name: 'in a sub-select over functions alone, as inClaim() writes it',
      given: `alter policy own on app.todos using (user_id = any (cast((
        select array_agg(e.v) from jsonb_extract_path(auth.session(), 'ids') as c(v)
        left join lateral jsonb_array_elements_text(c.v) as e(v) on true) as text[])))`,
    },
    {
      name: 'a function that is told about the row',
      given: `
        create function auth.may_see(id bigint) returns boolean language sql stable return id > 0;
        grant execute on function auth.may_see to authenticated;
        alter policy own on app.todos using (auth.may_see(id));`,
    },
    {
      name: 'a function of the same name in another schema',
      given: `
        create function app.user_id() returns text language sql stable return 'alice';
        alter policy own on app.todos using (app.user_id() = user_id);`,
    },
  ],
}
