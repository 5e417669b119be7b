select role.rolname || ' on ' || quote_ident(nspname) as key,
  string_agg(privilege, ', ' order by privilege) as value
from pg_namespace n
cross join pg_roles role
cross join unnest(array['usage', 'create', 'usage with grant option']) as privilege
where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
  and role.rolname !~ '^pg_' and not role.rolsuper
  and has_schema_privilege(role.oid, n.oid, privilege)
group by 1
