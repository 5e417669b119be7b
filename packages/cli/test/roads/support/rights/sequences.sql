select role.rolname || ' on ' || c.oid::regclass as key,
  string_agg(privilege, ', ' order by privilege) as value
from pg_class c
join pg_namespace n on n.oid = relnamespace
cross join pg_roles role
cross join unnest(array['select', 'usage', 'update']) as privilege
where relkind = 'S' and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
  and role.rolname !~ '^pg_' and not role.rolsuper
  and has_sequence_privilege(role.oid, c.oid, privilege)
group by 1
