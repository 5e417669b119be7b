-- What leads from one relation to another: policies, views and functions, and for whom policies hold.
-- $1: name of the auth schema. $2: roles that queries run as.
with query_roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
),
schemas as (
  select n.oid, n.nspname
  from pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', $1::text)
),
relations as (
  select c.oid, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, format('%I.%I', n.nspname, c.relname) as name,
    coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}' as invoker
  from pg_class c join schemas n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v')
),
functions as (
  select p.oid, p.prosecdef, p.proowner, format('%I.%I', n.nspname, p.proname) as name,
    case when p.prosqlbody is null then p.prosrc end as body
  from pg_proc p join schemas n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where p.prokind = 'f' and l.lanname in ('sql', 'plpgsql')
),
-- As whom relations are read: the roles themselves, and owners of views and of SECURITY DEFINER functions.
users as (
  select r.oid, r.rolname, r.rolsuper or r.rolbypassrls as is_exempt
  from pg_roles r
  where r.oid in (select oid from query_roles)
    or r.oid in (select relowner from relations where relkind = 'v')
    or r.oid in (select proowner from functions where prosecdef)
)
select jsonb_build_object(
  'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', oid::text, 'name', rolname)), '[]') from query_roles),
  'relations', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.oid::text,
      'name', r.name,
      'isView', r.relkind = 'v',
      'runsAs', case when r.relkind = 'v' and not r.invoker then r.relowner::text end,
      'enforcedFor', (
        select coalesce(jsonb_agg(u.oid::text), '[]')
        from users u
        where r.relrowsecurity and not u.is_exempt
          and (r.relforcerowsecurity or not pg_has_role(u.oid, r.relowner, 'usage'))
      ),
      'granted', (
        select coalesce(jsonb_object_agg(q.oid::text, array_remove(array[
          case when has_any_column_privilege(q.oid, r.oid, 'select') then 'select' end,
          case when has_any_column_privilege(q.oid, r.oid, 'insert') then 'insert' end,
          case when has_any_column_privilege(q.oid, r.oid, 'update') then 'update' end,
          case when has_table_privilege(q.oid, r.oid, 'delete') then 'delete' end
        ], null)), '{}')
        from query_roles q
      ),
      'uses', case when r.relkind = 'v' then (
        select coalesce(jsonb_agg(distinct d.refobjid::text), '[]')
        from pg_rewrite w
          join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
        where w.ev_class = r.oid and d.refobjid <> r.oid
          and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass)
      ) else '[]' end
    ) order by r.name), '[]')
    from relations r
  ),
  'functions', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', f.oid::text,
      'name', f.name,
      'runsAs', case when f.prosecdef then f.proowner::text end,
      'body', f.body,
      'uses', (
        select coalesce(jsonb_agg(distinct d.refobjid::text), '[]')
        from pg_depend d
        where f.body is null and d.classid = 'pg_proc'::regclass and d.objid = f.oid
          and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass)
      )
    )), '[]')
    from functions f
  ),
  'policies', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.oid::text,
      'relation', r.oid::text,
      'object', format('policy %I on %s', p.polname, r.name),
      'command', case p.polcmd
        when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'permissive', p.polpermissive,
      'users', (
        select coalesce(jsonb_agg(u.oid::text), '[]')
        from users u
        where 0::oid = any(p.polroles) or exists (select from unnest(p.polroles) x (role) where pg_has_role(u.oid, x.role, 'usage'))
      )
    ) order by p.polname), '[]')
    from pg_policy p join relations r on r.oid = p.polrelid
  )
)::text as graph
