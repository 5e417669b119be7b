import type { LintCases } from '../../support/lint-case.js'

const rights = (of: string, ...commands: string[]) => commands.map((command) => `${of}: ${command}`)

export const cases: LintCases = {
  faults: [
    {
      name: 'no grant at all',
      fault: 'revoke all on app.todos from authenticated',
      finds: ['table app.todos'],
      fix: /^grant select, insert, update, delete on app\.todos to authenticated;$/,
      gains: rights('authenticated on app.todos', 'select', 'insert', 'update', 'delete'),
    },
    {
      name: 'none for the commands of single policies',
      fault: `
        create policy anyone on app.lists for select to anonymous using (id = 0);
        create policy anyone_adds on app.lists for insert to anonymous with check (id = 0);`,
      finds: ['table app.lists'],
      fix: /^grant select, insert on app\.lists to anonymous;$/,
      gains: rights('anonymous on app.lists', 'select', 'insert'),
    },
    {
      name: 'a policy for everybody, and no grant to anybody',
      given: 'create table app.log (user_id text primary key); alter table app.log enable row level security',
      fault: 'create policy own on app.log for select using (user_id = (select auth.user_id()))',
      finds: ['table app.log'],
      fix: /^grant select on app\.log to authenticated;$/,
      gains: rights('authenticated on app.log', 'select'),
    },
    {
      name: 'a policy for everybody on all commands',
      given: 'create table app.log (user_id text primary key); alter table app.log enable row level security',
      fault: `create policy own on app.log using (user_id = (select auth.user_id()))
        with check (user_id = (select auth.user_id()))`,
      finds: ['table app.log'],
      fix: /^grant select, insert, update, delete on app\.log to authenticated;$/,
      gains: rights('authenticated on app.log', 'select', 'insert', 'update', 'delete'),
    },
  ],
  sound: [
    {
      name: 'a policy for everybody, and a grant to a role that queries do not run as',
      given: `
        create role reports nologin;
        create table app.log (user_id text primary key);
        alter table app.log enable row level security;
        create policy own on app.log using (user_id = (select auth.user_id()));
        grant select on app.log to reports`,
    },
    {
      name: 'a policy for a role of the platform, or one that no policy is asked for',
      given: `
        create role supabase_auth_admin nologin;
        create role worker nologin bypassrls;
        create policy makes_lists on app.lists for insert to supabase_auth_admin, worker with check (id > 0)`,
    },
    {
      name: 'a policy on all commands of a table that is only read',
      given: 'revoke insert, update, delete on app.todos from authenticated',
    },
    {
      name: 'a grant on columns',
      given: 'revoke select on app.lists from authenticated; grant select (id) on app.lists to authenticated',
    },
  ],
}
