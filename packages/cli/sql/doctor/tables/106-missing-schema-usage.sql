-- title: A role has grants on tables of a schema that it may not use
-- level: warning
-- why: Without USAGE on the schema every query on its tables ends in "permission denied for schema", or in
--   "relation does not exist" where the schema is only in the search path.
-- fix: USAGE is granted. It opens nothing by itself; the grants on the tables decide.
select format('schema %I', n.nspname) as object,
  format('%I has grants on %s, but may not use the schema', q.rolname, string_agg(t.name, ', ' order by t.name))
    as detail,
  format('grant usage on schema %I to %I;', n.nspname, q.rolname) as fix
from schemas n
  join tables t on t.schema = n.oid
  join (
    select oid, rolname from query_roles
    union
    select role, rolname from policy_roles
  ) q on has_table_privilege(q.oid, t.oid, 'select, insert, update, delete')
    or has_any_column_privilege(q.oid, t.oid, 'select, insert, update')
where not has_schema_privilege(q.oid, n.oid, 'usage')
group by n.nspname, q.rolname
order by n.nspname, q.rolname
