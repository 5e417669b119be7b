-- title: The application logs in as the owner of tables, views, schemas or functions
-- level: warning
-- why: An owner turns row-level security off, drops policies and grants rights; the owner of a schema drops what is in
--   it, and that of a function replaces what policies call. What an SQL injection can do should end at the rows of
--   one user.
-- fix: They go to the owner of the database. If that is the login role itself, or it is an administrator's, let the
--   application log in as the role that the auth schema made for it.
select format('role %I', a.rolname) as object,
  format('it owns %s', string_agg(x.what, ', ' order by x.position, x.what)) as detail,
  case
    when a.administers or pg_has_role(a.oid, w.oid, 'member') then l.fix
    else string_agg(format('alter %s owner to %I;', x.what, w.rolname), E'\n' order by x.position, x.what)
  end as fix
from app a, database_owner w, login_advice l,
  lateral (
    select 1 as position,
      case r.relkind when 'v' then 'view ' when 'm' then 'materialized view ' else 'table ' end || r.name as what
    from relations r
    where r.relowner = a.oid
    union all
    select 2, format('schema %I', n.nspname)
    from schemas s join pg_namespace n on n.oid = s.oid
    where n.nspowner = a.oid
    union all
    select 3, 'routine ' || f.name from routines f where f.proowner = a.oid
    union all
    select 4, format('database %I', current_database()) where w.oid = a.oid
  ) x
where not a.rolsuper
group by a.oid, a.rolname, a.administers, w.oid, w.rolname, l.fix
