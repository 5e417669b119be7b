-- title: The login role has rights on tables, views or schemas without taking a role
-- level: warning
-- why: A query that was sent without a session should find nothing. With rights of its own, or rights inherited
--   from the roles that queries run as, it finds whatever policies do not tie to a user. Where it may create
--   objects it can make a function or a table that others then meet.
-- fix: Its grants are revoked; inheritance is turned off.
select format('role %I', a.rolname) as object,
  case when x.grantee = a.oid then format('it has grants on %s', string_agg(distinct t.name, ', '))
    else format('it inherits the grants of %I', pg_get_userbyid(x.grantee)) end as detail,
  case
    when x.grantee = a.oid then string_agg(distinct format('revoke all on %s from %I;', t.name, a.rolname), E'\n')
    when o.major < 16 then format('alter role %I noinherit;', a.rolname)
    else (
      select string_agg(
        format('revoke inherit option for %I from %I%s;', m.role_name, m.member_name, m.granted_by), E'\n')
      from memberships m
      where m.member = a.oid and m.inherits and pg_has_role(m.roleid, x.grantee, 'usage')
    )
  end as fix
from app a, options o, relations t, aclexplode(t.relacl) x
where not a.rolsuper and not a.administers and a.oid <> all (select q.oid from query_roles q)
  and x.grantee <> 0 and x.grantee <> t.relowner and pg_has_role(a.oid, x.grantee, 'usage')
  and (x.grantee = a.oid or x.grantee in (select q.oid from query_roles q))
group by a.oid, a.rolname, x.grantee, o.major
union all
select format('role %I', a.rolname),
  format('it may create objects in %s', string_agg(distinct format('schema %I', n.nspname), ', ')),
  string_agg(distinct format('revoke create on schema %I from %I;', n.nspname, a.rolname), E'\n')
from app a, schemas s join pg_namespace n on n.oid = s.oid, aclexplode(n.nspacl) x
where not a.rolsuper and not a.administers and x.grantee = a.oid and x.grantee <> n.nspowner and x.privilege_type = 'CREATE'
group by a.rolname
order by 2
