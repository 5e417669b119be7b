select format('%I.%I', nspname, relname) as name, c.oid::int as oid
from pg_class c
join pg_namespace n on n.oid = relnamespace
where relkind in ('r', 'p', 'v', 'm') and not relispartition
  and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
order by 1
