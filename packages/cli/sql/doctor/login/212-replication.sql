-- title: A role of the application may read the log of all changes
-- level: error
-- why: With REPLICATION a role makes a replication slot, and reads from it every row that anybody writes, in every table.
--   No grant and no policy is asked.
-- fix: The attribute is taken away. Where the role is an administrator's and needs it, let the application log in as the
--   role that the auth schema made for it.
select format('role %I', r.rolname) as object,
  'it has REPLICATION' as detail,
  case when r.administers then l.fix else format('alter role %I noreplication;', r.rolname) end as fix
from pg_roles x
  join (
    select q.oid, q.rolname, false as administers from query_roles q
    union
    select a.oid, a.rolname, a.administers from app a
  ) r on r.oid = x.oid,
  login_advice l
where x.rolreplication and not x.rolsuper
order by r.rolname
