-- title: A materialised view that the roles can reach holds rows of protected tables
-- level: error
-- why: A materialised view is filled with the rights of its owner and cannot have policies. Whoever may read it
--   reads what everybody's rows were at the last refresh.
-- fix: The grants on it are revoked. Read it as another role, or through a function that picks the user's part.
select format('materialised view %s', r.name) as object,
  format('%s can reach it; it reads %s', array_to_string(r.reached_by, ', '), v.reads) as detail,
  format('revoke all on %s from %s;', r.name, g.grantees) as fix
from relations r join views_of_protected v on v.view = r.oid join relation_grantees g on g.relation = r.oid
where r.relkind = 'm' and r.reached_by <> '{}'
order by r.name
