-- title: The roles can call a SECURITY DEFINER function
-- level: warning
-- why: Such a function runs with the rights of its owner, for whom policies are usually not asked, and every
--   function may be executed by PUBLIC from the start. Functions that a policy calls are left alone (the roles must
--   be able to execute those), and so are triggers, functions of extensions and those of the auth schema.
-- fix: EXECUTE is revoked. Where the roles are meant to call it, make sure that it asks `auth.user_id()` itself,
--   and leave this lint out with `--ignore`.
select format('function %s', f.name) as object,
  format('%s can call it as %I', string_agg(distinct quote_ident(q.rolname), ', '), pg_get_userbyid(f.proowner))
    as detail,
  format('revoke all on routine %s from %s;', f.name, g.grantees) as fix
from routines f
  join query_roles q
    on has_function_privilege(q.oid, f.oid, 'execute') and has_schema_privilege(q.oid, f.schema, 'usage')
  cross join lateral (
    select string_agg(
      distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', ') as grantees
    from aclexplode(f.acl) x
    where x.grantee <> f.proowner
      and (x.grantee = 0 or exists (
        select from query_roles q
        where pg_has_role(q.oid, x.grantee, 'usage') and has_schema_privilege(q.oid, f.schema, 'usage')))
  ) g
where f.prosecdef and f.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
  and f.oid not in (select x.function from policy_functions x)
  and not q.rolsuper and not pg_has_role(q.oid, f.proowner, 'usage')
group by f.name, f.proowner, g.grantees
order by f.name
