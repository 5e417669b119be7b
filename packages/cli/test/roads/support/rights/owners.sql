select format('%s %s', case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, c.oid::regclass) as key,
  relowner::regrole::text as value
from pg_class c
join pg_namespace n on n.oid = relnamespace
where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
union all
select 'function ' || p.oid::regprocedure, proowner::regrole::text
from pg_proc p
join pg_namespace n on n.oid = pronamespace
where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
union all
select 'schema ' || quote_ident(nspname), nspowner::regrole::text
from pg_namespace
where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
