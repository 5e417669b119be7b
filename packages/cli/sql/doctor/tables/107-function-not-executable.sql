-- title: A policy calls a function that its role may not execute
-- level: warning
-- why: The policy is part of every query of the role, so every query on the table ends in "permission denied for
--   function". What a function calls in its caller's name, as `auth.user_id()` does `auth.session()`, the role has to be
--   allowed as well, and for an insert what the defaults of columns call. Roles of your own need the grants on the
--   functions of the auth schema too, and USAGE on it for queries that name them.
-- fix: EXECUTE is granted to the role, or USAGE on the auth schema.
select f.object, f.detail, f.fix
from (
  with recursive called (policy, function) as (
    select x.policy, x.function from policy_functions x
    union
    select p.oid, x.refobjid
    from policies p
      join pg_attrdef d on d.adrelid = p.relation
      join pg_depend x
        on x.classid = 'pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_proc'::regclass
    where p.command in ('insert', 'all')
    union
    select k.policy, d.refobjid
    from called k
      join pg_proc f on f.oid = k.function and not f.prosecdef
      join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.refclassid = 'pg_proc'::regclass
  ),
  calls as (
    select r.role, r.rolname, p.object, f.oid as function, n.oid as schema, n.nspname,
      format('%I.%I(%s)', n.nspname, f.proname, pg_get_function_identity_arguments(f.oid)) as name
    from policies p
      join policy_roles r on r.policy = p.oid
      join called k on k.policy = p.oid
      join pg_proc f on f.oid = k.function
      join pg_namespace n on n.oid = f.pronamespace
    where has_table_privilege(r.role, p.relation, 'select, insert, update, delete')
      or has_any_column_privilege(r.role, p.relation, 'select, insert, update')
  )
  select format('function %s', c.name) as object,
    format('%I may not execute it, but %s asks it', c.rolname, string_agg(distinct c.object, ', ')) as detail,
    format('grant execute on function %s to %I;', c.name, c.rolname) as fix,
    c.name as place, c.rolname
  from calls c
  where not has_function_privilege(c.role, c.function, 'execute')
  group by c.name, c.rolname
  union all
  select format('schema %I', c.nspname),
    format('%I may not use it, but %s calls its functions', c.rolname, string_agg(distinct c.object, ', ')),
    format('grant usage on schema %I to %I;', c.nspname, c.rolname),
    format('%I', c.nspname), c.rolname
  from calls c join options o on o.auth_schema = c.nspname
  where not has_schema_privilege(c.role, c.schema, 'usage')
  group by c.nspname, c.rolname
) f
order by f.place, f.rolname
