-- title: The application logs in as a role with BYPASSRLS
-- level: error
-- why: No policy is asked for such a role, not even on tables under FORCE. Managed databases give it to their
--   administrators.
-- fix: The attribute is taken away. Where the role needs it for something else, let the application log in as
--   another.
select format('role %I', a.rolname) as object,
  'it has BYPASSRLS' as detail,
  format('alter role %I nobypassrls;', a.rolname) as fix
from app a
where a.rolbypassrls and not a.rolsuper
