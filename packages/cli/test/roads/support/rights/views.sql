select c.oid::regclass::text as key, concat_ws(' ', array_to_string(reloptions, ', '), pg_get_viewdef(c.oid)) as value
from pg_class c
join pg_namespace n on n.oid = relnamespace
where relkind in ('v', 'm') and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
