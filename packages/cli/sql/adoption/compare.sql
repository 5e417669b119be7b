-- What roles may not use of the functions that a database has adopted. $1: the schema. $2: the roles. $3: what such
-- functions are called.
with functions as (
  select p.oid, p.oid::regprocedure::text as object, p.proname = any($3::text[]) and not p.prosecdef as by_name
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = $1::text and p.pronargs = 0 and p.prorettype <> 'void'::regtype
), roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
), calls as (
  select d.refobjid as function, y.polroles, x.adrelid
  from pg_depend d
    left join pg_policy y on d.classid = 'pg_policy'::regclass and y.oid = d.objid
    left join pg_attrdef x on d.classid = 'pg_attrdef'::regclass and x.oid = d.objid
  where d.refclassid = 'pg_proc'::regclass and d.refobjid in (select oid from functions)
    and (y.oid is not null or x.oid is not null)
)
select 'grant_missing' as code, f.object, r.rolname as role
from functions f, roles r
where not has_function_privilege(r.oid, f.oid, 'execute')
  and (f.by_name or exists (
    select from calls c
    where c.function = f.oid and (
      0::oid = any(c.polroles)
      or exists (select from unnest(c.polroles) p (role) where p.role <> 0 and pg_has_role(r.oid, p.role, 'member'))
      or has_any_column_privilege(r.oid, c.adrelid, 'insert')
    )
  ))
union all
select 'functions_missing', 'schema ' || $1::text, ''
where not exists (select from functions f where f.by_name or f.oid in (select function from calls))
order by 1, 2, 3
