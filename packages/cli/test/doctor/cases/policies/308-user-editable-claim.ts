import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'by key',
      fault: `alter policy member on app.lists using ((select auth.jwt() -> 'user_metadata' ->> 'role') = name)`,
      finds: ['policy member on app.lists'],
      options: { ignore: [309] },
      fix: /'app_metadata'/,
    },
    {
      name: 'by path, in WITH CHECK',
      fault: `alter policy own on app.todos
        with check (user_id = (select auth.jwt() #>> '{unsafe_metadata,id}'))`,
      finds: ['policy own on app.todos'],
      fix: /with check \([\s\S]*\{public_metadata,id\}/,
    },
    {
      name: 'from a table of users',
      given:
        'create table app.users (id text primary key, raw_user_meta_data jsonb, raw_app_meta_data jsonb)',
      fault: `alter policy own on app.todos using (user_id in
        (select u.id from app.users u where u.raw_user_meta_data ->> 'admin' = 'yes'))`,
      finds: ['policy own on app.todos'],
      fix: /raw_app_meta_data/,
    },
    {
      name: 'with a call for every row',
      fault: `alter policy own on app.todos using (auth.jwt() -> 'user_metadata' ->> 'id' = user_id)`,
      finds: ['policy own on app.todos'],
      options: { ignore: [301] },
      fix: /\(select auth\.jwt\(\)\) -> 'app_metadata'/,
    },
  ],
  sound: [
    {
      name: 'a column of that name',
      given: `
        alter table app.lists add user_metadata text;
        alter policy member on app.lists using (user_metadata = 'app_metadata');`,
    },
  ],
}
