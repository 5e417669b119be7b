// Compiled from packages/cli/sql/policies by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
export const pgSessionJwtStandInsSql = `-- The functions of the extension pg_session_jwt, as far as policies name them. Nothing of it is ever called.
create schema if not exists auth;
create function auth.session() returns jsonb language sql stable as 'select null::jsonb';
create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
create function auth.user_id() returns text language sql stable as 'select null::text';
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create function auth.organization() returns jsonb language sql stable as 'select null::jsonb';
create function auth.organization_id() returns uuid language sql stable as 'select null::uuid'`

export const printPolicySql = `-- The conditions of the policy that was made to see how this server prints them.
select pg_catalog.pg_get_expr(p.polqual, p.polrelid) as "using", pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as "check"
from pg_catalog.pg_policy p where p.polname = 'rowauth probe'`

export const rowSecuritySql = `-- Policies and row-level security of every table but those of the system, conditions with every name qualified where
-- search_path is empty.
select n.nspname as schema, c.relname as "table", c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
  coalesce((
    select json_agg(json_build_object(
      'name', p.polname,
      'as', case when p.polpermissive then 'permissive' else 'restrictive' end,
      'for', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'roles', (
        select json_agg(case r.oid when 0 then 'public' else pg_catalog.pg_get_userbyid(r.oid) end)
        from pg_catalog.unnest(p.polroles) r (oid)),
      'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
      'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
    ) order by p.polname)
    from pg_catalog.pg_policy p where p.polrelid = c.oid
  ), '[]') as policies
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
order by 1, 2`

export const supabaseStandInsSql = `-- What migrations of a Supabase project take for granted, as far as policies name it. Nothing of it is ever called.
create schema if not exists auth;
create schema if not exists extensions;
create table if not exists auth.users (id uuid primary key, email text, raw_app_meta_data jsonb, raw_user_meta_data jsonb);
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create function auth.role() returns text language sql stable as 'select null::text';
create function auth.email() returns text language sql stable as 'select null::text';
create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb'`

export const tablesSql = `-- The tables of a database but those of the system.
select n.nspname as schema, c.relname as "table"
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`
