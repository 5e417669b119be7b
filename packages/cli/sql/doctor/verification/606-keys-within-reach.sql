-- title: The application may read or write the keys and secrets that tokens are verified with
-- level: error
-- why: Whoever reads the secret makes sessions of any user, and whoever writes the keys makes tokens. Both are for the
--   owner of the auth schema alone, which the application must not log in as.
-- fix: The grants are revoked. Where the login role is the owner, or may act as the owner, let the application log in
--   as the role that the auth schema made for it.
select format('table %I.%I', n.nspname, c.relname) as object,
  format('%s may use it', string_agg(distinct quote_ident(r.rolname), ', ')) as detail,
  format('revoke all on %I.%I from %s;', n.nspname, c.relname,
    string_agg(distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', '))
    as fix
from auth_mark m join pg_namespace n on n.oid = m.schema
  join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'v', 'm')
  cross join aclexplode(c.relacl) x
  join (select q.oid, q.rolname, q.rolsuper from query_roles q union select a.oid, a.rolname, a.rolsuper from app a) r
    on not r.rolsuper and (x.grantee = 0 or pg_has_role(r.oid, x.grantee, 'usage'))
where m.verification in ('database', 'transition') and x.grantee <> c.relowner
group by n.nspname, c.relname
union all
select format('role %I', r.rolname), format('it may act as %I, the owner of schema %I', pg_get_userbyid(n.nspowner), n.nspname),
  case
    when r.oid = n.nspowner then l.fix
    else format('revoke %I from %I;', pg_get_userbyid(n.nspowner), r.rolname)
  end
from auth_mark m join pg_namespace n on n.oid = m.schema
  join (select q.oid, q.rolname, q.rolsuper from query_roles q union select a.oid, a.rolname, a.rolsuper from app a) r
    on not r.rolsuper and pg_has_role(r.oid, n.nspowner, 'member'),
  login_advice l
where m.verification in ('database', 'transition')
order by 1
