// Compiled from packages/drizzle/sql by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.

export const setupCheckSql = `with input as (
  select i.value ->> 'role' as role_name, (i.value ->> 'login')::bool as has_login,
    array(select pg_catalog.jsonb_array_elements_text(i.value -> 'roles')) as role_names,
    pg_catalog.current_setting('server_version_num')::int4 / 10000 as major
  from (select $1::text::jsonb as value) i
),
query_role as (
  select r.oid, r.rolname, r.rolsuper or r.rolbypassrls as is_unbound
  from pg_catalog.pg_roles r join input i on r.rolname = i.role_name
),
configured_roles as (
  select r.rolname, r.rolsuper, r.rolbypassrls
  from pg_catalog.pg_roles r join input i on r.rolname = any(i.role_names)
),
login as (
  select r.oid, r.rolname, r.rolsuper, r.rolbypassrls
  from pg_catalog.pg_roles r, input i
  where r.rolname = session_user and i.has_login
),
relations as (
  select c.oid, c.relname, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
    case when not pg_catalog.pg_table_is_visible(c.oid) then n.nspname end as schema,
    pg_catalog.has_schema_privilege(q.oid, n.oid, 'usage')
      and (pg_catalog.has_table_privilege(q.oid, c.oid, 'select, insert, update, delete')
        or pg_catalog.has_any_column_privilege(q.oid, c.oid, 'select, insert, update')) as is_reached
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace, query_role q
  where c.relkind in ('r', 'p', 'v', 'm') and c.relpersistence <> 't' and not c.relispartition
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
),
tables as (
  select r.oid, r.relname, r.schema, r.name, r.relowner, r.relrowsecurity,
    pg_catalog.pg_has_role(q.oid, r.relowner, 'usage') and not r.relforcerowsecurity as is_owned,
    exists (select from pg_catalog.pg_policy p where p.polrelid = r.oid) as has_policies
  from relations r, query_role q
  where r.relkind in ('r', 'p') and r.is_reached
),
role_policies as (
  select p.oid, p.polrelid as relation, p.polpermissive as is_permissive
  from pg_catalog.pg_policy p, query_role q
  where exists (
    select from pg_catalog.unnest(p.polroles) r (oid)
    where r.oid = 0 or pg_catalog.pg_has_role(q.oid, r.oid, 'usage'))
),
policy_functions as (
  select distinct f.oid, f.pronamespace as schema, n.nspname as schema_name,
    pg_catalog.obj_description(n.oid, 'pg_namespace') like 'rowauth auth schema, version %' as is_rowauth
  from role_policies p
    join tables t on t.oid = p.relation
    join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
      and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    join pg_catalog.pg_proc f on f.oid = d.refobjid
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
  where n.nspname = 'auth' or pg_catalog.obj_description(n.oid, 'pg_namespace') like 'rowauth auth schema, version %'
),
owned_by_login as (
  select l.oid as login, pg_catalog.pg_get_userbyid(r.relowner) as owner_name, r.relowner = l.oid as is_itself,
    pg_catalog.count(*) as count, pg_catalog.min(r.name) as first
  from login l join relations r on pg_catalog.pg_has_role(l.oid, r.relowner, 'usage')
  where (r.is_reached or r.relrowsecurity) and r.relowner <> all (select q.oid from query_role q)
  group by l.oid, r.relowner
),
login_mistakes as (
  select l.oid as login, 1 as position, true as needs_another, 'is a superuser' as text, null as fix
  from login l where l.rolsuper
  union all
  select l.oid, 2, true, 'has BYPASSRLS', null from login l where l.rolbypassrls and not l.rolsuper
  union all
  select l.oid, 3, true,
    case when o.is_itself then 'owns ' else pg_catalog.format('has the rights of %I, who owns ', o.owner_name) end
      || o.first || case when o.count > 1 then pg_catalog.format(' and %s more', o.count - 1) else '' end, null
  from login l join owned_by_login o on o.login = l.oid where not l.rolsuper
  union all
  select l.oid, 4, m.roleid is null, pg_catalog.format('inherits the rights of %I', q.rolname),
    case when i.major < 16 then pg_catalog.format('alter role %I noinherit;', l.rolname)
      else pg_catalog.format('revoke inherit option for %I from %I granted by %I;', q.rolname, l.rolname,
        pg_catalog.pg_get_userbyid(m.grantor))
    end
  from login l join query_role q on q.oid <> l.oid and pg_catalog.pg_has_role(l.oid, q.oid, 'usage')
    left join pg_catalog.pg_auth_members m on m.member = l.oid and m.roleid = q.oid, input i
  where not l.rolsuper
),
findings as (
  select 1 as position, 'role-unbound' as kind, pg_catalog.format('%I', r.rolname) as object,
    case when r.rolsuper then 'is a superuser' else 'has BYPASSRLS' end as detail,
    pg_catalog.format('alter role %I nosuperuser nobypassrls;', r.rolname) as fix, null::text as relation, null::text as schema
  from configured_roles r
  where r.rolsuper or r.rolbypassrls
  union all
  select 2, 'role-owns', t.name,
    case when t.relowner = q.oid then pg_catalog.format('%I owns it', q.rolname)
      else pg_catalog.format('%I has the rights of its owner %I', q.rolname, pg_catalog.pg_get_userbyid(t.relowner)) end,
    case when t.relowner = q.oid
      then pg_catalog.format(E'alter table %s owner to <the role that runs migrations>;\\ngrant select, insert, update, delete on %s to %I;',
        t.name, t.name, q.rolname)
      else pg_catalog.format('revoke %I from %I;', pg_catalog.pg_get_userbyid(t.relowner), q.rolname) end,
    t.relname, t.schema
  from tables t, query_role q
  where t.is_owned and t.relrowsecurity and not q.is_unbound
  union all
  select 3, case when t.has_policies then 'policies-without-rls' else 'rls-off' end, t.name, q.rolname,
    pg_catalog.format('alter table %s enable row level security;', t.name), t.relname, t.schema
  from tables t, query_role q
  where not t.relrowsecurity
  union all
  select 4, 'no-policy', t.name, q.rolname,
    pg_catalog.format('create policy %I on %s to %I using (…);', pg_catalog.left(t.relname, 59) || '_own', t.name, q.rolname),
    t.relname, t.schema
  from tables t, query_role q, input i
  where t.relrowsecurity and not t.is_owned and not q.is_unbound
    and (q.rolname = i.role_names[1] or not t.has_policies)
    and not exists (select from role_policies p where p.relation = t.oid and p.is_permissive)
  union all
  select 5, 'login', pg_catalog.format('%I', l.rolname),
    pg_catalog.string_agg(m.text, ', ' order by m.position, m.text),
    case when pg_catalog.bool_or(m.needs_another) then (
      select pg_catalog.format(E'create role %s login noinherit password ''…'';\\ngrant %s to %s;', a.name,
        pg_catalog.string_agg(pg_catalog.format('%I', r.rolname), ', ' order by r.rolname), a.name)
      from configured_roles r,
        (select case when exists (select from pg_catalog.pg_roles where rolname = 'app') then 'app_login' else 'app' end)
          a (name)
      group by a.name)
    else pg_catalog.string_agg(m.fix, E'\\n') end,
    null, null
  from login l join login_mistakes m on m.login = l.oid
  group by l.oid, l.rolname
  union all
  select distinct 6, 'schema-not-usable', pg_catalog.format('%I', f.schema_name), q.rolname::text,
    pg_catalog.format('grant usage on schema %I to %I;', f.schema_name, q.rolname), null, null
  from policy_functions f, query_role q
  where f.is_rowauth and not pg_catalog.has_schema_privilege(q.oid, f.schema, 'usage')
  union all
  select 7, 'function-not-executable', f.oid::pg_catalog.regprocedure::text, q.rolname,
    pg_catalog.format('grant execute on function %s to %I;', f.oid::pg_catalog.regprocedure, q.rolname), null, null
  from policy_functions f, query_role q
  where not pg_catalog.has_function_privilege(q.oid, f.oid, 'execute')
)
select pg_catalog.current_database() as database, f.kind, f.object, f.detail, f.fix, f.relation, f.schema
from findings f
order by f.position, f.object`
