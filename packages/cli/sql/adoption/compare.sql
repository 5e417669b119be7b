-- What roles may not use of the functions that a database has adopted. $1: the schema. $2: the roles. $3: what such
-- functions are called.
with auth as (
  select n.oid, n.nspname from pg_namespace n where n.nspname = $1::text
), functions as (
  select p.oid, p.oid::regprocedure::text as object,
    p.pronargs = 0 and p.prorettype <> 'void'::regtype and (
      p.proname = any($3::text[]) and not p.prosecdef
      or exists (
        select from pg_depend d
        where d.classid in ('pg_policy'::regclass, 'pg_attrdef'::regclass)
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid
      )
    ) as tells
  from pg_proc p join auth on auth.oid = p.pronamespace
), roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
)
select 'grant_missing' as code, object, roles.rolname as role
from functions, roles where tells and not has_function_privilege(roles.oid, functions.oid, 'execute')
union all
select 'functions_missing', 'schema ' || $1::text, '' where not exists (select from functions where tells)
order by 1, 2, 3
