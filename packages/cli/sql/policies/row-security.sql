-- Policies and row-level security of every table but those of the system, conditions with every name qualified where
-- search_path is empty.
select n.nspname as schema, c.relname as "table", c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
  coalesce((
    select json_agg(json_build_object(
      'name', p.polname,
      'as', case when p.polpermissive then 'permissive' else 'restrictive' end,
      'for', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'roles', (
        select json_agg(case r.oid when 0 then 'public' else pg_catalog.pg_get_userbyid(r.oid) end)
        from pg_catalog.unnest(p.polroles) r (oid)),
      'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
      'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
    ) order by p.polname)
    from pg_catalog.pg_policy p where p.polrelid = c.oid
  ), '[]') as policies
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
order by 1, 2
