-- title: The application logs in as the owner of tables, views, schemas or functions
-- level: warning
-- why: An owner turns row-level security off, drops policies and grants rights; the owner of a schema drops what is in
--   it, and that of a function replaces what policies call. What an SQL injection can do should end at the rows of
--   one user.
-- fix: They go to the owner of the database. If that is the login role itself, or it is an administrator's, let the
--   application log in as the role that the auth schema made for it. What runs with the rights of its owner (a SECURITY
--   DEFINER function, a view) would get those of the new one, whatever it does: it is for you to read first.
select format('role %I', a.rolname) as object,
  format('it owns %s', string_agg(x.what, ', ' order by x.position, x.what)) as detail,
  case
    when a.administers or pg_has_role(a.oid, w.oid, 'member') then l.fix
    else string_agg(
      case when x.has_rights then translate(format(
          '-- Read it first, it gets the rights of %I: alter %s owner to %I;', w.rolname, x.what, w.rolname), E'\n\r', '  ')
        else format('alter %s owner to %I;', x.what, w.rolname) end,
      E'\n' order by x.has_rights desc, x.position, x.what)
  end as fix
from app a, database_owner w, login_advice l,
  lateral (
    select 1 as position,
      case r.relkind when 'v' then 'view ' when 'm' then 'materialized view ' else 'table ' end || r.name as what,
      r.relkind = 'm' or r.relkind = 'v' and not exists (
        select from pg_options_to_table(r.reloptions) i
        where i.option_name = 'security_invoker' and i.option_value::bool) as has_rights
    from relations r
    where r.relowner = a.oid
    union all
    select 2, format('schema %I', n.nspname), false
    from schemas s join pg_namespace n on n.oid = s.oid
    where n.nspowner = a.oid
    union all
    select 3, 'routine ' || f.name, f.prosecdef from routines f where f.proowner = a.oid
    union all
    select 4, format('database %I', current_database()), false where w.oid = a.oid
  ) x
where not a.rolsuper
group by a.oid, a.rolname, a.administers, w.oid, w.rolname, l.fix
