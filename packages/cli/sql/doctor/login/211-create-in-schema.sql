-- title: The roles may create objects in a schema
-- level: warning
-- why: What a role makes, others meet: a function or an operator that fits better than yours takes the place of yours in
--   their queries and policies, and runs as they. Up to PostgreSQL 14 everybody may create in `public`, and a database
--   that was upgraded from there still allows it.
-- fix: CREATE on the schema is revoked. Whoever makes tables there keeps it by a grant to the role by name.
select format('schema %I', n.nspname) as object,
  format('%s can create in it', string_agg(distinct quote_ident(q.rolname), ', ')) as detail,
  format('revoke create on schema %I from %s;', n.nspname,
    string_agg(distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', '))
    as fix
from schemas s
  join pg_namespace n on n.oid = s.oid
  cross join aclexplode(n.nspacl) x
  join query_roles q on x.grantee = 0 or pg_has_role(q.oid, x.grantee, 'usage')
where x.privilege_type = 'CREATE' and x.grantee <> n.nspowner and not q.rolsuper
group by n.nspname
order by n.nspname
