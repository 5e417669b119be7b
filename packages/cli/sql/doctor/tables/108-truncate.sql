-- title: The roles may truncate a table under row-level security
-- level: warning
-- why: TRUNCATE asks no policy. A role that was given `all` on a table can empty it, whoever owns the rows.
-- fix: TRUNCATE is revoked. Grant the roles select, insert, update and delete by name instead of `all`.
select format('table %s', t.name) as object,
  format('%s may truncate it', string_agg(quote_ident(q.rolname), ', ' order by q.rolname)) as detail,
  format('revoke truncate on %s from %s;', t.name, g.grantees) as fix
from tables t
  join relation_grantees g on g.relation = t.oid
  join query_roles q on has_table_privilege(q.oid, t.oid, 'truncate') and has_schema_privilege(q.oid, t.schema, 'usage')
where t.relrowsecurity and not q.rolsuper and not pg_has_role(q.oid, t.relowner, 'usage')
group by t.name, g.grantees
order by t.name
