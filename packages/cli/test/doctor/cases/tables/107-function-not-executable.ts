import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role of its own that may not call the auth functions',
      given:
        'create role editor nologin; grant usage on schema app to editor; grant select on app.lists to editor',
      fault: `create policy editors on app.lists for select to editor using ((select auth.user_id()) = 'ed')`,
      options: { ignore: [309] },
      finds: ['function auth.user_id()'],
      fix: /^grant execute on function auth\.user_id\(\) to editor;$/,
      gains: ['editor on auth.user_id(): execute'],
    },
    {
      name: 'a function of the application',
      given: `
        create function app.is_open(id bigint) returns boolean language sql stable return id > 0;
        create policy open on app.members for delete to authenticated using (app.is_open(list_id));
        grant delete on app.members to authenticated;`,
      fault: 'revoke execute on function app.is_open from public',
      finds: ['function app.is_open(id bigint)'],
      gains: ['authenticated on app.is_open(bigint): execute'],
    },
  ],
}
