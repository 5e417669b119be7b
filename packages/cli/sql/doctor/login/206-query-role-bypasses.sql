-- title: A role that queries run as is not subject to policies
-- level: error
-- why: Superusers, roles with BYPASSRLS, and the owner of a table with all who inherit from it see every row.
--   Queries run as this role, so policies decide nothing.
-- fix: The attribute or the membership is taken away; a table that the role owns goes to the owner of the
--   database, and the role keeps the grants that policies are asked for.
select format('role %I', q.rolname) as object,
  case when q.rolsuper then 'it is a superuser' else 'it has BYPASSRLS' end as detail,
  format('alter role %I nosuperuser nobypassrls;', q.rolname) as fix
from query_roles q
where q.rolsuper or q.rolbypassrls
union all
select format('role %I', q.rolname),
  format('it owns %s', string_agg(t.name, ', ' order by t.name)),
  string_agg(format(E'alter table %s owner to %I;\ngrant select, insert, update, delete on %s to %I;',
    t.name, w.rolname, t.name, q.rolname), E'\n' order by t.name)
from query_roles q join tables t on t.relowner = q.oid, database_owner w
where not q.rolsuper and t.relrowsecurity and not t.relforcerowsecurity
group by q.rolname
union all
select format('role %I', q.rolname),
  format('it has the rights of %I, who owns %s', pg_get_userbyid(t.relowner), string_agg(distinct t.name, ', ')),
  (
    select string_agg(format('revoke %I from %I%s;', m.role_name, m.member_name, m.granted_by), E'\n')
    from memberships m
    where m.member = q.oid and m.inherits and pg_has_role(m.roleid, t.relowner, 'usage')
  )
from query_roles q join tables t on t.relowner <> q.oid and pg_has_role(q.oid, t.relowner, 'usage')
where not q.rolsuper and t.relrowsecurity and not t.relforcerowsecurity
group by q.oid, q.rolname, t.relowner
order by 1, 2
