-- Whether the current role may make an index on a table. $1: its name, with its schema.
select coalesce(pg_has_role(c.relowner, 'usage'), false) as may
from pg_class c
where c.oid = to_regclass($1::text)
