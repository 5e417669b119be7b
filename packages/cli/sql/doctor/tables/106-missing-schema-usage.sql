-- title: A role has grants on tables of a schema that it may not use
-- level: warning
-- why: Without USAGE on the schema every query on its tables ends in "permission denied for schema", or in
--   "relation does not exist" where the schema is only in the search path. Or it was revoked on purpose, and the grants
--   wait for the day on which somebody gives it back.
-- fix: Where the role has a policy on each of those tables, and USAGE would open nothing else to it, USAGE is granted. In
--   every other case the grants, which are of no use as it is, are revoked; the finding says what USAGE would open: a
--   relation that no policy guards, TRUNCATE and the like, a SECURITY DEFINER function, or tables that are still to be
--   made, by default privileges.
with granted as (
  select r.oid as relation, r.schema, r.name, q.oid as role, q.rolname,
    string_agg(distinct quote_ident(pg_get_userbyid(x.grantee)), ', ') as grantees
  from relations r
    join relation_grants x on x.relation = r.oid
    join (
      select oid, rolname from query_roles where not rolsuper
      union
      select p.role, p.rolname
      from policy_roles p join pg_roles s on s.oid = p.role
      where not s.rolsuper and not s.rolbypassrls and s.oid not in (select y.oid from platform_roles y)
    ) q on x.grantee <> 0 and pg_has_role(q.oid, x.grantee, 'usage')
  where x.grantee <> r.relowner and not has_schema_privilege(q.oid, r.schema, 'usage')
    -- What another role makes use of that inherits them is not to be taken away.
    and not exists (
      select
      from query_roles o
      where pg_has_role(o.oid, x.grantee, 'usage') and has_schema_privilege(o.oid, r.schema, 'usage'))
  group by r.oid, r.schema, r.name, q.oid, q.rolname
)
select format('schema %I', n.nspname) as object,
  format('%I has grants on %s, but may not use the schema%s', g.rolname, string_agg(g.name, ', ' order by g.name),
    case when o.what is not null then format('; that would open %s', o.what) else '' end) as detail,
  case
    when o.what is null then format('grant usage on schema %I to %I;', n.nspname, g.rolname)
    else string_agg(format('revoke all on %s from %s;', g.name, g.grantees), E'\n' order by g.name)
  end as fix
from granted g
  join schemas n on n.oid = g.schema
  left join openings o on o.role = g.role and o.schema = g.schema
group by n.nspname, g.rolname, o.what
order by n.nspname, g.rolname
