-- title: The application logs in as the owner of a table whose policies do not hold for its owner
-- level: error
-- why: Policies are not asked for the owner of a table unless it is under FORCE. Every query that runs without
--   taking a role, and every SQL injection that resets it, sees all rows.
-- fix: The owner is put under the policies too. Scripts that run as the owner then see only what policies give it;
--   a login role that owns nothing is the better way (lint 203).
select format('table %s', t.name) as object,
  case when a.oid = t.relowner then format('%I owns it', a.rolname)
    else format('%I has the rights of its owner %I', a.rolname, pg_get_userbyid(t.relowner)) end as detail,
  format('alter table %s force row level security;', t.name) as fix
from tables t, app a
where t.relrowsecurity and not t.relforcerowsecurity
  and pg_has_role(a.oid, t.relowner, 'usage') and not a.rolsuper and not a.rolbypassrls
order by t.name
