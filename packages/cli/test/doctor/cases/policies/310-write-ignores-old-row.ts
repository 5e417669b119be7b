import type { LintCases } from '../../support/lint-case.js'

const own = '(select auth.user_id()) = user_id'
const reads = `
  drop policy own on app.todos;
  create policy reads on app.todos for select to authenticated using (${own});`

/** Each met by everyone who is signed in, for every row. */
const signedIn = [
  '(select auth.user_id()) is not null',
  `coalesce((select auth.user_id()), '') <> ''`,
  '(select auth.user_id()) = (select auth.user_id())',
  `(select auth.jwt() ->> 'role') = 'authenticated'`,
  `(select length(auth.user_id()) > 0)`,
  `(select auth.user_id() is not null and id = id)`,
  `(select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub') is not null`,
  `(select auth.user_id()) is not null or ${own}`,
]

const nameOf = (i: number) => `app.signed_in_${i}`
const table = (i: number) => `
  create table ${nameOf(i)} (id bigint primary key, user_id text not null default auth.user_id());
  create index on ${nameOf(i)} (user_id);
  alter table ${nameOf(i)} enable row level security;
  grant delete on ${nameOf(i)} to authenticated;`

export const cases: LintCases = {
  faults: [
    {
      name: 'rows of everybody may be deleted',
      given: signedIn.map((_, i) => table(i)).join(''),
      fault: signedIn
        .map(
          (condition, i) =>
            `create policy cleaner on ${nameOf(i)} for delete to authenticated using (${condition});`,
        )
        .join(''),
      // The comparison inside of a sub-select is lint 302's.
      options: { ignore: [103, 302] },
      finds: signedIn.map((_, i) => `policy cleaner on ${nameOf(i)}`),
      fix: /^alter policy cleaner on \S+\n {2}using \([\s\S]+ and \(\(select auth\.user_id\(\)\) = user_id\)\);$/,
    },
    {
      name: 'rows of everybody may be taken over by an update',
      given: reads,
      fault: `create policy takes on app.todos for update to authenticated
        using ((select auth.user_id()) is not null) with check (${own})`,
      finds: ['policy takes on app.todos'],
      fix: /IS NOT NULL\) and \(\( SELECT auth\.user_id\(\) AS user_id\) = user_id\)\);$/,
    },
    {
      name: 'one policy for all commands',
      fault: `alter policy own on app.todos using ((select auth.user_id()) is not null)`,
      finds: ['policy own on app.todos'],
    },
    {
      name: 'without WITH CHECK it is one finding for the old row and the new one, and one fix',
      given: reads,
      fault: `create policy takes on app.todos for update to authenticated using ((select auth.user_id()) is not null)`,
      // What is left is that USING stands for WITH CHECK.
      options: { ignore: [306] },
      finds: ['policy takes on app.todos'],
    },
    {
      name: 'a function that wraps the session',
      given: `${reads}
        create function app.me() returns text language sql stable set search_path = '' as 'select auth.user_id()';`,
      fault: `create policy cleaner on app.todos for delete to authenticated using ((select app.me()) is not null)`,
      finds: ['policy cleaner on app.todos'],
    },
    {
      name: 'where nothing tells whose a row is',
      given: 'grant delete on app.lists to authenticated',
      fault:
        'create policy cleaner on app.lists for delete to authenticated using ((select auth.user_id()) is not null)',
      finds: ['policy cleaner on app.lists'],
      fix: /ignore 310, /,
      byHand: true,
    },
  ],
  sound: [
    {
      name: 'tied to the caller in other ways',
      given: `
        grant update, delete on app.lists to authenticated;
        create policy changes on app.lists for update to authenticated
          using (id = any (array(select list_id from app.members where user_id = (select auth.user_id()))))
          with check (exists (select from app.members m where m.list_id = lists.id and m.user_id = (select auth.user_id())));
        create policy deletes on app.lists for delete to authenticated
          using (name = any (array(select jsonb_array_elements_text(auth.jwt() -> 'lists')))
            or name = (select current_setting('app.list', true)) or name like (select auth.user_id()) || '/%');
        comment on table app.lists is 'doctor: ignore 309, 307';`,
    },
    {
      name: 'a function of one’s own',
      given: `
        create function app.may_delete(todo bigint) returns bool language sql stable set search_path = '' as 'select true';
        create policy deletes on app.todos for delete to authenticated using (app.may_delete(id));
        comment on table app.todos is 'doctor: ignore 307';`,
    },
    {
      name: 'narrowed by a restrictive policy',
      given: `
        alter policy own on app.todos using ((select auth.user_id()) is not null);
        create policy narrow on app.todos as restrictive to authenticated using (${own}) with check (${own});`,
    },
    {
      name: 'for reading alone',
      given: `alter policy member on app.lists using ((select auth.user_id()) is not null)`,
    },
    {
      name: 'without the grant to change or delete',
      given: `
        revoke update, delete on app.todos from authenticated;
        alter policy own on app.todos using ((select auth.user_id()) is not null);`,
    },
  ],
}
