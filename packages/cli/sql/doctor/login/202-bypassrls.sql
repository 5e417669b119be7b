-- title: The application logs in as a role with BYPASSRLS
-- level: error
-- why: No policy is asked for such a role, not even on tables under FORCE. Managed databases give it to their
--   administrators.
-- fix: The attribute is taken away. Where the role is an administrator's and needs it, let the application log in as the
--   role that the auth schema made for it.
select format('role %I', a.rolname) as object,
  'it has BYPASSRLS' as detail,
  case when a.administers then l.fix else format('alter role %I nobypassrls;', a.rolname) end as fix
from app a, login_advice l
where a.rolbypassrls and not a.rolsuper
