-- title: A role may insert, but not use the sequence that numbers the rows
-- level: warning
-- why: A `serial` column takes its number from a sequence with rights of its own. Every insert that leaves the
--   column out ends in "permission denied for sequence". Identity columns have no such sequence to grant.
-- fix: USAGE on the sequence is granted to the role.
select distinct format('sequence %s', s.name) as object,
  format('%I inserts into %s, but may not use it', q.rolname, t.name) as detail,
  format('grant usage on sequence %s to %I;', s.name, q.rolname) as fix
from tables t
  join pg_attrdef d on d.adrelid = t.oid
  join pg_depend x on x.classid = 'pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_class'::regclass
  join (
    select c.oid, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S'
  ) s on s.oid = x.refobjid
  join query_roles q
    on has_any_column_privilege(q.oid, t.oid, 'insert') and has_schema_privilege(q.oid, t.schema, 'usage')
where not has_sequence_privilege(q.oid, s.oid, 'usage, update')
order by 1, 2
