-- title: The application logs in as a superuser
-- level: error
-- why: No policy is asked for a superuser. A query that runs without taking a role, or an SQL injection that resets
--   it, has the whole server.
-- fix: The role stops being one. The first superuser of a server has to stay one: let the application log in as
--   the role that the auth schema made for it.
select format('role %I', a.rolname) as object,
  'it is a superuser' as detail,
  case when a.administers then l.fix else format('alter role %I nosuperuser nobypassrls;', a.rolname) end as fix
from app a, login_advice l
where a.rolsuper
