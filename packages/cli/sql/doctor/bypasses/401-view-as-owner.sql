-- title: A view that the roles can reach reads protected tables as its owner
-- level: error
-- why: A view reads with the rights of its owner unless it is `security_invoker`, so the policies of the tables
--   behind it are not asked for the user. It shows, and lets change, the rows of everybody.
-- fix: From PostgreSQL 15 on the view becomes `security_invoker`; the roles then need grants on the tables behind
--   it. PostgreSQL 14 has no such views: the grants on the view are revoked.
select format('view %s', r.name) as object,
  format('%s can reach it; it reads %s', array_to_string(r.reached_by, ', '), v.reads) as detail,
  case when o.major >= 15 then format('alter view %s set (security_invoker = true);', r.name)
    else format('revoke all on %s from %s;', r.name, g.grantees) end as fix
from relations r
  join views_of_protected v on v.view = r.oid
  left join relation_grantees g on g.relation = r.oid,
  options o
where r.relkind = 'v' and r.reached_by <> '{}'
  and not exists (
    select from pg_options_to_table(r.reloptions) x
    where x.option_name = 'security_invoker' and x.option_value::bool)
order by r.name
