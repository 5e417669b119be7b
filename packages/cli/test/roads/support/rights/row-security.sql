select c.oid::regclass::text as key, case when relforcerowsecurity then 'forced' else 'enabled' end as value
from pg_class c
join pg_namespace n on n.oid = relnamespace
where relrowsecurity and nspname !~ '^pg_' and nspname <> all ($1)
