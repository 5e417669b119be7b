select role.rolname || ' on ' || p.oid::regprocedure as key, 'execute' as value
from pg_proc p
join pg_namespace n on n.oid = pronamespace
cross join pg_roles role
where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
  and role.rolname !~ '^pg_' and not role.rolsuper
  and has_function_privilege(role.oid, p.oid, 'execute')
