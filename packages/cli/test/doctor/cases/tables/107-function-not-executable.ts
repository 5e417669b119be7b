import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a role of its own that may not call the auth functions',
      given:
        'create role editor nologin; grant usage on schema app to editor; grant select on app.lists to editor',
      fault: `create policy editors on app.lists for select to editor using ((select auth.user_id()) = 'ed')`,
      options: { ignore: [309] },
      finds: ['schema auth', 'function auth.session()', 'function auth.user_id()'],
      fix: /^grant (usage on schema auth|execute on function auth\.(session|user_id)\(\)) to editor;$/,
      gains: [
        'editor on auth.session(): execute',
        'editor on auth.user_id(): execute',
        'editor on auth: usage',
      ],
    },
    {
      name: 'one that may call them, but not what they call',
      given: `
        create role editor nologin; grant usage on schema app, auth to editor; grant select on app.lists to editor;
        grant execute on function auth.user_id() to editor`,
      fault: `create policy editors on app.lists for select to editor using ((select auth.user_id()) = 'ed')`,
      options: { ignore: [309] },
      finds: ['function auth.session()'],
      gains: ['editor on auth.session(): execute'],
    },
    {
      name: 'one that may not use their schema',
      given: `
        create role editor nologin; grant usage on schema app to editor; grant select on app.lists to editor;
        grant execute on function auth.user_id(), auth.session() to editor`,
      fault: `create policy editors on app.lists for select to editor using ((select auth.user_id()) = 'ed')`,
      options: { ignore: [309] },
      finds: ['schema auth'],
      fix: /^grant usage on schema auth to editor;$/,
      gains: ['editor on auth: usage'],
    },
    {
      name: 'a default that the role may not compute',
      given: `
        create role editor nologin; grant usage on schema app, auth to editor;
        create table app.drafts (id bigint, editor text default auth.user_id());
        alter table app.drafts enable row level security, force row level security;
        grant select, insert on app.drafts to editor;
        create policy reading on app.drafts for select to editor using (id > 0)`,
      fault: 'create policy writing on app.drafts for insert to editor with check (id > 0)',
      options: { ignore: [303, 304, 309] },
      finds: ['function auth.session()', 'function auth.user_id()'],
      gains: ['editor on auth.session(): execute', 'editor on auth.user_id(): execute'],
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
