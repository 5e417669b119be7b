-- title: The roles have rights on a table that no policy is asked for
-- level: warning
-- why: With TRIGGER a role puts a function of its own, a temporary one will do, behind the writes of all others, where it
--   runs as they. With REFERENCES the foreign keys of a table of its own tell which keys exist. With MAINTAIN (from
--   PostgreSQL 17 on) it locks the table for as long as it likes. `grant all` gives all of them.
-- fix: They are revoked. Grant the roles select, insert, update and delete by name instead of `all`.
select format('table %s', t.name) as object,
  format('granted to %s: %s', g.roles, g.privileges) as detail,
  format('revoke %s on %s from %s;', g.privileges, t.name, g.grantees) as fix
from tables t
  join lateral (
    select string_agg(distinct quote_ident(g.rolname), ', ') as roles,
      string_agg(distinct g.privilege, ', ') as privileges, string_agg(distinct g.grantee_name, ', ') as grantees
    from granted_privileges g
    where g.relation = t.oid and g.privilege in ('trigger', 'references', 'maintain')
  ) g on g.roles is not null
where t.relrowsecurity or t.reached_by = '{}'
order by t.name
