-- title: The application logs in as a superuser
-- level: error
-- why: No policy is asked for a superuser. A query that runs without taking a role, or an SQL injection that resets
--   it, has the whole server.
-- fix: The role stops being one. The first superuser of a server has to stay one: let the application log in as
--   the role that the auth schema made for it.
select format('role %I', a.rolname) as object,
  'it is a superuser' as detail,
  case
    when a.oid = 10 then format(
      E'-- Give it a password of its own, and the application its connection string.\nalter role %I login;', o.login_role)
    else format('alter role %I nosuperuser nobypassrls;', a.rolname)
  end as fix
from app a, options o
where a.rolsuper
