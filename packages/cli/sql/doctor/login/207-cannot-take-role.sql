-- title: The login role may not take a role that queries run as
-- level: warning
-- why: Every query takes its role first, so all queries of such users end in "permission denied to set role".
-- fix: The role is granted, to be taken and not to be inherited from. Does the application log in as another role
--   than the one of this connection? Name it with `--app-role`.
select format('role %I', a.rolname) as object,
  format('it may not take %I', q.rolname) as detail,
  format('grant %I to %I%s;', q.rolname, a.rolname,
    case when o.major >= 16 then ' with inherit false, set true' else '' end) as fix
from app a, options o, query_roles q
where not a.rolsuper and not a.administers and a.oid <> q.oid
  and not pg_has_role(a.oid, q.oid, case when o.major >= 16 then 'set' else 'member' end)
order by 2
