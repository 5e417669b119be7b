-- title: The roles may truncate a table
-- level: warning
-- why: TRUNCATE asks no policy. A role that was given `all` on a table can empty it, whoever owns the rows.
-- fix: TRUNCATE is revoked. Grant the roles select, insert, update and delete by name instead of `all`.
select format('table %s', t.name) as object,
  format('%s may truncate it', string_agg(distinct quote_ident(g.rolname), ', ')) as detail,
  format('revoke truncate on %s from %s;', t.name, string_agg(distinct g.grantee_name, ', ')) as fix
from tables t join granted_privileges g on g.relation = t.oid and g.privilege = 'truncate'
-- Where row-level security is off and they reach the rows as well, lint 101 comes first.
where t.relrowsecurity or t.reached_by = '{}'
group by t.name
order by t.name
