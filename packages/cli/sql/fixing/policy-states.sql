-- Every policy as a statement would name and make it. Names and conditions are printed as the search path has them.
-- $1: name of the auth schema, whose own are left out.
select p.oid::text as id, quote_ident(p.polname) as name, format('%I.%I', n.nspname, c.relname) as "table",
  case p.polcmd
    when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
  end as command,
  p.polpermissive as permissive,
  array(
    select case r.oid when 0 then 'public' else quote_ident(pg_get_userbyid(r.oid)) end
    from unnest(p.polroles) with ordinality as r (oid, position)
    order by r.position
  )::text[] as roles,
  pg_get_expr(p.polqual, p.polrelid) as "using", pg_get_expr(p.polwithcheck, p.polrelid) as "check"
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname <> $1::text
order by n.nspname, c.relname, p.polname
