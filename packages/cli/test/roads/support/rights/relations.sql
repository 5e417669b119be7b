-- With the privileges on a whole table or view first, and those on single columns where the whole is not granted.
select role.rolname || ' on ' || c.oid::regclass as key,
  concat_ws('; ',
    (select string_agg(privilege, ', ' order by privilege)
      from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as privilege
      where has_table_privilege(role.oid, c.oid, privilege)),
    (select string_agg(format('%s (%I)', privilege, attname), ', ' order by privilege, attname)
      from unnest(array['select', 'insert', 'update', 'references']) as privilege
      join pg_attribute a on a.attrelid = c.oid and attnum > 0 and not attisdropped
      where has_column_privilege(role.oid, c.oid, attnum, privilege)
        and not has_table_privilege(role.oid, c.oid, privilege))) as value
from pg_class c
join pg_namespace n on n.oid = relnamespace
cross join pg_roles role
where relkind in ('r', 'p', 'v', 'm', 'f') and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
  and role.rolname !~ '^pg_' and not role.rolsuper
