-- title: A view that the roles can reach shows tables of the auth schema
-- level: error
-- why: The auth schema keeps what no role may see: keys and secrets where the database verifies tokens, and on Supabase
--   every user with address and password hash. A view shows them with the rights of its owner, and a materialised view
--   what they were at the last refresh.
-- fix: The grants on it are revoked. Keep what the application shows of its users in a table of its own.
select format('%s %s', case r.relkind when 'm' then 'materialised view' else 'view' end, r.name) as object,
  format('%s can reach it; it reads %s', array_to_string(r.reached_by, ', '), v.reads) as detail,
  format('revoke all on %s from %s;', r.name, g.grantees) as fix
from relations r join views_of_managed v on v.view = r.oid join relation_grantees g on g.relation = r.oid
where r.relkind in ('v', 'm') and r.reached_by <> '{}'
  and not exists (
    select from pg_options_to_table(r.reloptions) x
    where x.option_name = 'security_invoker' and x.option_value::bool)
order by r.name
