import type { LintCases } from '../../support/lint-case.js'

const me = (body: string, language = 'sql') =>
  `create function app.me() returns text language ${language} stable set search_path = '' as '${body}';`

export const cases: LintCases = {
  faults: [
    {
      name: 'the claims of the setting',
      fault: `alter policy own on app.todos
        using (current_setting('request.jwt.claims', true)::json ->> 'sub' = user_id)`,
      finds: ['policy own on app.todos'],
      fix: /using \(\(\(select \(current_setting\('request\.jwt\.claims'::text, true\)\)::json ->> 'sub'::text\) = user_id\)\);$/,
    },
    {
      name: 'settings of one’s own, in both clauses',
      fault: `alter policy own on app.todos
        using (user_id = current_setting('app.user') and id <> nullif(current_setting('app.hidden', true), '')::bigint)
        with check (lower(current_setting('app.user')) = user_id or (done and current_setting('app.user') = user_id))`,
      finds: ['policy own on app.todos'],
      fix: /user_id = \(select current_setting\('app\.user'::text\)\)[\s\S]+with check[\s\S]+\(select /,
    },
    {
      name: 'inside of a sub-select with a column',
      fault: `alter policy own on app.todos using ((select current_setting('app.user') = user_id))`,
      finds: ['policy own on app.todos'],
    },
    {
      name: 'a function that wraps an auth function',
      given: me('select auth.user_id()'),
      fault: 'alter policy own on app.todos using (app.me() = user_id)',
      finds: ['policy own on app.todos'],
      fix: /\(select app\.me\(\)\) = user_id/,
    },
    {
      name: 'in PL/pgSQL, through another one',
      given: `${me("begin return current_setting(''app.user'', true); end", 'plpgsql')}
        create function app."my Name"() returns text language sql stable set search_path = '' return upper(app.me());`,
      fault: 'alter policy own on app.todos using (user_id = app."my Name"())',
      finds: ['policy own on app.todos'],
      fix: /user_id = \(select app\."my Name"\(\)\)/,
    },
  ],
  sound: [
    {
      name: 'in sub-selects of their own',
      given: `${me('select auth.user_id()')}
        alter policy own on app.todos
          using ((select current_setting('request.jwt.claims', true)::json ->> 'sub') = user_id)
          with check ((select app.me()) = user_id);`,
    },
    {
      name: 'functions that ask for nothing of the session, or are told about the row',
      given: `
        create function app.limit() returns int language sql immutable set search_path = '' as 'select 7';
        create function app.may(id bigint) returns bool language sql stable set search_path = ''
          as 'select id > 0 and auth.user_id() is not null';
        alter policy own on app.todos using ((select auth.user_id()) = user_id and id > app.limit() and app.may(id));`,
    },
    {
      name: 'a policy of a role that queries never run as',
      given: `
        create role sound_service nologin; grant usage on schema app to sound_service;
        grant select on app.todos to sound_service;
        create policy service on app.todos for select to sound_service using (user_id = current_setting('app.user'))`,
    },
  ],
}
