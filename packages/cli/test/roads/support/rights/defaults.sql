select format('%s.%I', c.oid::regclass, attname) as key, pg_get_expr(adbin, adrelid) as value
from pg_attrdef d
join pg_class c on c.oid = adrelid
join pg_namespace n on n.oid = relnamespace
join pg_attribute a on a.attrelid = adrelid and attnum = adnum
where nspname !~ '^pg_' and nspname <> all ($1)
