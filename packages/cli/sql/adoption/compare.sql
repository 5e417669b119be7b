-- What roles may not use of the functions that a database has adopted. $1: the schema. $2: the roles. $3: what such
-- functions are called.
with auth as (
  select n.oid, n.nspname from pg_namespace n where n.nspname = $1::text
), functions as (
  select p.oid, p.oid::regprocedure::text as object,
    p.pronargs = 0 and p.prorettype <> 'void'::regtype and (
      p.proname = any($3::text[])
      or exists (
        select from pg_depend d
        where d.classid in ('pg_policy'::regclass, 'pg_attrdef'::regclass)
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid
      )
    ) as tells,
    p.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) or exists (
      select from pg_depend d
      where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
    ) as harmless
  from pg_proc p join auth on auth.oid = p.pronamespace
), roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
)
select 'grant_missing' as code, 'schema ' || auth.nspname as object, roles.rolname as role
from auth, roles
where not has_schema_privilege(roles.oid, auth.oid, 'usage')
  -- Where it would let the role at something else, it goes without.
  and not exists (select from functions f where not f.tells and not f.harmless and has_function_privilege(roles.oid, f.oid, 'execute'))
  and not exists (
    select from pg_class c
    where c.relnamespace = auth.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and (has_table_privilege(roles.oid, c.oid, 'select, insert, update, delete, truncate')
        or has_any_column_privilege(roles.oid, c.oid, 'select, insert, update'))
  )
union all
select 'grant_missing', object, roles.rolname
from functions, roles where tells and not has_function_privilege(roles.oid, functions.oid, 'execute')
union all
select 'functions_missing', 'schema ' || $1::text, '' where not exists (select from functions where tells)
order by 1, 2, 3
