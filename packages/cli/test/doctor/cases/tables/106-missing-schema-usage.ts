import type { LintCases } from '../../support/lint-case.js'

const closed = `
  create schema shop;
  create table shop.orders (user_id text primary key);
  alter table shop.orders enable row level security;
  create policy own on shop.orders to authenticated
    using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);
  grant select on shop.orders to authenticated;
  grant usage on schema shop to authenticated;`

const anonymousReads = `
  grant select on shop.orders to anonymous;
  create policy nobody on shop.orders for select to anonymous using (user_id is null);`

export const cases: LintCases = {
  faults: [
    {
      name: 'a role without usage, whose policies guard all that it has grants on',
      fault: 'revoke usage on schema app from authenticated',
      finds: ['schema app'],
      fix: /^grant usage on schema app to authenticated;$/,
      gains: ['authenticated on app: usage'],
    },
    {
      name: 'a role that may truncate',
      given: closed,
      fault: 'grant all on shop.orders to anonymous',
      finds: ['schema shop'],
      fix: /^revoke all on shop\.orders from anonymous;$/,
    },
    {
      name: 'a schema with a table without policies',
      given: closed,
      fault: `create table shop.prices (amount int); ${anonymousReads} grant select on shop.prices to anonymous`,
      // Its policy is for the role, which gets there by the next fixes, once nothing else is open.
      options: { ignore: [105] },
      finds: ['schema shop'],
      fix: /^revoke all on shop\.orders from anonymous;\nrevoke all on shop\.prices from anonymous;$/,
    },
    {
      name: 'a schema with something for PUBLIC',
      given: `${closed} create table shop.prices (amount int); grant truncate on shop.prices to public`,
      options: { ignore: [108] },
      fault: anonymousReads,
      finds: ['schema shop'],
      fix: /^revoke all on shop\.orders from anonymous;$/,
    },
    {
      name: 'a schema with a SECURITY DEFINER function',
      given: `${closed} create function shop.wipe() returns void language sql security definer begin atomic delete from shop.orders; end`,
      options: { ignore: [403] },
      fault: anonymousReads,
      finds: ['schema shop'],
      fix: /^revoke all on shop\.orders from anonymous;$/,
    },
    {
      name: 'a schema whose next tables are open by default privileges',
      given: `${closed} alter default privileges in schema shop grant all on tables to anonymous`,
      fault: anonymousReads,
      finds: ['schema shop'],
      options: { ignore: [112, 113] },
      fix: /^revoke all on shop\.orders from anonymous;$/,
    },
  ],
  sound: [
    {
      name: 'grants to a role that another one inherits, which may use the schema',
      given: `create role sound_team nologin; grant sound_team to authenticated;
        grant select on app.lists to sound_team;
        create policy team on app.lists for select to sound_team using (name = 'team');
        drop policy member on app.lists`,
      options: { ignore: [204] },
    },
    {
      name: 'grants to PUBLIC, which are for those who may use the schema',
      given: `${closed} grant select on shop.orders to public`,
    },
  ],
}
