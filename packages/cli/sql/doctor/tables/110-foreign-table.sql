-- title: The roles can reach a foreign table
-- level: error
-- why: A foreign table cannot have row-level security. Its server is asked as the user of the mapping, and sends the rows
--   of everybody.
-- fix: The grants on it are revoked. Read it as another role, or through a function that picks the user's part.
select format('foreign table %s', r.name) as object,
  format('%s can reach it', array_to_string(r.reached_by, ', ')) as detail,
  format('revoke all on %s from %s;', r.name, g.grantees) as fix
from relations r join relation_grantees g on g.relation = r.oid
where r.relkind = 'f' and r.reached_by <> '{}'
order by r.name
