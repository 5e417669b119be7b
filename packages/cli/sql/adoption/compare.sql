-- What roles may not use of the functions that a database has adopted. $1: the schema. $2: the roles.
with auth as (
  select n.oid, n.nspname from pg_namespace n where n.nspname = $1::text
), functions as (
  select p.oid, p.oid::regprocedure::text as object
  from pg_proc p join auth on auth.oid = p.pronamespace
  where p.prokind = 'f' and p.pronargs = 0 and p.prorettype <> 'void'::regtype
), roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
)
select 'grant_missing' as code, 'schema ' || auth.nspname as object, roles.rolname as role
from auth, roles where not has_schema_privilege(roles.oid, auth.oid, 'usage')
union all
select 'grant_missing', object, roles.rolname
from functions, roles where not has_function_privilege(roles.oid, functions.oid, 'execute')
union all
select 'functions_missing', 'schema ' || $1::text, '' where not exists (select from functions)
order by 1, 2, 3
