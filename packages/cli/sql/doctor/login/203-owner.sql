-- title: The application logs in as the owner of tables
-- level: warning
-- why: An owner turns row-level security off, drops policies and grants rights. What an SQL injection can do should
--   end at the rows of one user.
-- fix: The tables go to the owner of the database. If that is the login role itself, let the application log in as
--   the role that the auth schema made for it.
select format('role %I', a.rolname) as object,
  format('it owns %s', string_agg(t.name, ', ' order by t.name)) as detail,
  case
    when pg_has_role(a.oid, w.oid, 'member') then format(
      E'-- Give it a password of its own, and the application its connection string.\nalter role %I login;', o.login_role)
    else string_agg(format('alter table %s owner to %I;', t.name, w.rolname), E'\n' order by t.name)
  end as fix
from app a join tables t on t.relowner = a.oid, database_owner w, options o
where not a.rolsuper
group by a.oid, a.rolname, w.oid, w.rolname, o.login_role
