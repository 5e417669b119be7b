import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { publicKey } from './public-key.js'

/** Every fault that doctor knows, in a database with names that need quoting. The auth schema is there already. */
export const brokenDatabase = `
  create role power login superuser;
  create role exempt login bypassrls noinherit;
  create role web login inherit createrole;
  create role boss nologin;
  create role editor nologin replication;
  grant authenticated, anonymous to exempt;
  grant authenticated, boss to web;
  alter role anonymous bypassrls;
  comment on schema auth is 'rowauth auth schema, version 0, application';

  create schema "Odd ""Schema""";
  set search_path = "Odd ""Schema""";
  grant usage on schema "Odd ""Schema""" to authenticated, anonymous;

  create table "open Table" ("User" text default auth.user_id());
  grant all on "open Table" to authenticated;

  create table switched_off (user_id text primary key);
  create policy own on switched_off to authenticated using ((select auth.user_id()) = user_id)
    with check ((select auth.user_id()) = user_id);
  grant select on switched_off to authenticated;

  create table without_policy (id int);
  alter table without_policy enable row level security;
  grant select on without_policy to authenticated;

  create table of_web (id int primary key, user_id text default auth.user_id());
  alter table of_web enable row level security;
  alter table of_web owner to web;
  create policy own on of_web to authenticated using ((select auth.user_id()) = user_id)
    with check ((select auth.user_id()) = user_id);

  create table "Todos" (
    id serial primary key,
    "User Id" text not null default auth.user_id(),
    shared boolean not null default false
  );
  alter table "Todos" enable row level security;
  grant select, insert, update, delete, truncate, trigger on "Todos" to authenticated;
  grant select on "Todos" to web;
  create policy "per row" on "Todos" to authenticated
    using (auth.user_id() = "User Id" or shared);
  create policy "compares % inside" on "Todos" for delete to authenticated
    using ((select auth.user_id() = "User Id"));
  create policy anything on "Todos" for insert to authenticated with check (true);
  create policy anyone on "Todos" for update to authenticated
    using ((select auth.user_id()) = "User Id") with check ((select auth.user_id()) is not null);
  create policy "signed in" on "Todos" for delete to authenticated using ((select auth.user_id()) is not null);
  create policy "by setting" on "Todos" for select to authenticated
    using ("User Id" = current_setting('app.user', true));
  create policy lost on "Todos" as restrictive for select to authenticated;
  create policy editable on "Todos" for select to authenticated
    using ("User Id" = (select auth.jwt() -> 'user_metadata' ->> 'id'));
  create policy granted_nothing on "Todos" for select to editor using ((select auth.user_id()) = "User Id");

  create table "Messages" (message text);
  alter table "Messages" enable row level security;
  grant insert on "Messages" to anonymous;
  create policy form on "Messages" for insert to anonymous with check (true);

  create table "Teams" (team int, "User" text, user_id text, primary key ("User", team));
  alter table "Teams" enable row level security;
  grant select on "Teams" to authenticated;
  create policy circle on "Teams" for select to authenticated
    using (team in (select t.team from "Teams" t where t."User" = (select auth.user_id())));
  create policy itself on "Teams" for select to authenticated
    using (exists (select from switched_off s where s.user_id = user_id));

  create policy restrict_authenticated_select on switched_off for select to authenticated
    using ((select auth.user_id()) = user_id);

  create schema closed;
  create table closed.notes (user_id text primary key default auth.user_id());
  alter table closed.notes enable row level security;
  grant select on closed.notes to authenticated, editor;
  create policy own on closed.notes for select to authenticated, editor using ((select auth.user_id()) = user_id);

  create view titles as select id, "User Id" from "Todos";
  create materialized view "old Titles" as select * from titles;
  grant select on titles, "old Titles" to authenticated;

  create function "every Todo"("of" text, variadic more int[]) returns bigint language sql security definer
    as 'select count(*) from "Odd ""Schema"""."Todos"';

  create foreign data wrapper elsewhere;
  create server remote foreign data wrapper elsewhere;
  create foreign table "far Away" (id int) server remote;
  grant select on "far Away" to authenticated;

  grant create on schema "Odd ""Schema""" to authenticated;
  alter default privileges in schema "Odd ""Schema""" grant all on tables to authenticated;

  create schema "somebody else's";

  reset search_path;
`

/** Every fault of a database that verifies tokens; its auth schema is there already. */
export const brokenVerification = `
  comment on schema auth is 'rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, transition';
  select auth.register_jwk(${publicKey({ kid: "the 'old' one" })}, not_after => now() - interval '1 day');
  update auth.secrets set made_in = '1.1';
  select auth.allow_connection_jwk(true);
  grant select on auth.secrets to public;

  create table claimed (user_id text primary key);
  alter table claimed enable row level security;
  grant select on claimed to authenticated;
  create policy own on claimed for select to authenticated
    using (user_id = (select current_setting('request.jwt.claims', true)::json ->> 'sub'));

  create view seals as select * from auth.secrets;
  grant select on seals to authenticated;
`
