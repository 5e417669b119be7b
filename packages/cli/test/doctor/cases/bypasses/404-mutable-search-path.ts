import type { LintCases } from '../../support/lint-case.js'

export const cases: LintCases = {
  faults: [
    {
      name: 'a SECURITY DEFINER function',
      fault: `
        create function app.stamp() returns trigger language plpgsql security definer
        as 'begin return new; end';`,
      finds: ['function app.stamp()'],
      fix: /^alter routine app\.stamp\(\) set search_path = pg_catalog, app, pg_temp;$/,
    },
    {
      name: 'a function that a policy calls, with another setting of its own',
      fault: `
        create function app.mine(who text) returns boolean language sql stable set work_mem = '4MB'
        as 'select who = (select auth.user_id())';
        alter policy own on app.todos using (app.mine(user_id));`,
      finds: ['function app.mine(who text)'],
    },
  ],
  sound: [
    {
      name: "a function that is the server operator's",
      given: `
        create role supabase_storage_admin nologin;
        create schema storage authorization supabase_storage_admin;
        create function storage.folder(name text) returns text language sql immutable as 'select name';
        alter policy member on app.lists using (
          storage.folder(name) = 'open'
          and id in (select list_id from app.members where user_id = (select auth.user_id())))`,
    },
    {
      name: 'bodies that are bound',
      given: `
        create function app.mine(who text) returns boolean language sql stable security definer
        return who = (select auth.user_id());
        alter policy own on app.todos using (app.mine(user_id));`,
    },
    { name: 'a plain function', given: `create function app.one() returns int language sql as 'select 1'` },
  ],
}
