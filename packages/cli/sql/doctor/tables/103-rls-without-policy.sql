-- title: Row-level security is on, the roles have grants, and there is no policy
-- level: warning
-- why: Nobody gets a row, and no query says so: reads come back empty, writes fail. Either the policies are missing
--   or the grants are not meant.
-- fix: Where a column has the session's user as its default, a policy gives each user their own rows; otherwise
--   the grants, which are of no use as it is, are revoked.
select format('table %s', t.name) as object,
  format('%s can reach it, and sees nothing', array_to_string(t.reached_by, ', ')) as detail,
  p.fix
from tables t join protection p on p.relation = t.oid
where t.relrowsecurity and t.reached_by <> '{}'
  and not exists (select from pg_policy x where x.polrelid = t.oid)
order by t.name
