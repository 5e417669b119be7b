-- title: A policy calls a function that its role may not execute
-- level: warning
-- why: The policy is part of every query of the role, so every query on the table ends in "permission denied for
--   function". Roles of your own need the grant on the functions of the auth schema too.
-- fix: EXECUTE is granted to the role.
select format('function %s', f.name) as object,
  format('%I may not execute it, but %s asks it', r.rolname, string_agg(distinct p.object, ', ')) as detail,
  format('grant execute on function %s to %I;', f.name, r.rolname) as fix
from policies p
  join policy_roles r on r.policy = p.oid
  join policy_functions x on x.policy = p.oid
  join (
    select p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  ) f on f.oid = x.function
where not has_function_privilege(r.role, f.oid, 'execute')
  and not exists (select from pg_roles s where s.oid = r.role and (s.rolsuper or s.rolbypassrls))
  and r.role not in (select x.oid from platform_roles x)
  and (has_table_privilege(r.role, p.relation, 'select, insert, update, delete')
    or has_any_column_privilege(r.role, p.relation, 'select, insert, update'))
group by f.name, r.rolname
order by f.name, r.rolname
