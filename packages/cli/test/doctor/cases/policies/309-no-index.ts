import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'none at all',
      fault: 'drop index app.todos_user_id_idx',
      finds: ['column user_id of table app.todos'],
    },
    {
      name: 'one that starts with another column, and one of a part of the rows',
      fault: `
        drop index app.todos_user_id_idx;
        create index on app.todos (done, user_id);
        create index on app.todos (user_id) where done;`,
      finds: ['column user_id of table app.todos'],
    },
    {
      name: 'varchar, which is compared as text',
      fault:
        'drop index app.todos_user_id_idx; drop policy own on app.todos; alter table app.todos alter user_id type varchar(36); create policy own on app.todos to authenticated using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id)',
      finds: ['column user_id of table app.todos'],
    },
    {
      name: 'an array of the session',
      fault: `alter policy member on app.lists using (name = any ((select array[auth.user_id()])::text[]))`,
      finds: ['column name of table app.lists'],
    },
    {
      name: 'behind a restrictive policy that alone finds the rows',
      fault: `
        alter policy member on app.lists using (true);
        create policy tenant on app.lists as restrictive to authenticated using (name = (select auth.jwt() ->> 'tenant'));`,
      finds: ['column name of table app.lists'],
    },
  ],
  sound: [
    {
      name: 'where one of two columns is indexed',
      given: `alter policy own on app.todos using ((select auth.user_id()) = user_id and title = (select auth.user_id()))`,
    },
    {
      name: 'where an index cannot help',
      given: `alter policy own on app.todos using (done or title = (select auth.user_id()))`,
      options: { ignore: [312] },
    },
    {
      name: 'where the permissive policy finds the rows',
      given: `create policy tenant on app.todos as restrictive to authenticated
        using (title = (select auth.user_id())) with check (true)`,
    },
  ],
}
