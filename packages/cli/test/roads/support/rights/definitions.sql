select 'function ' || p.oid::regprocedure as key, pg_get_functiondef(p.oid) as value
from pg_proc p
join pg_namespace n on n.oid = pronamespace
where prokind in ('f', 'p') and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
union all
select format('constraint %I on %s', conname, conrelid::regclass), pg_get_constraintdef(con.oid)
from pg_constraint con
join pg_namespace n on n.oid = connamespace
where conrelid <> 0 and contype <> 'n' and nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1)
union all
select format('trigger %I on %s', tgname, tgrelid::regclass), pg_get_triggerdef(t.oid)
from pg_trigger t
join pg_class c on c.oid = tgrelid
join pg_namespace n on n.oid = relnamespace
where not tgisinternal and nspname <> all ($1)
