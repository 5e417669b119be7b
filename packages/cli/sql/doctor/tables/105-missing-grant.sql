-- title: A policy is for a role that has no grant for the command
-- level: warning
-- why: A policy says which rows, a grant says which tables. Without the grant the command ends in "permission
--   denied" whatever the policy allows. drizzle-kit writes policies, but no grants.
-- fix: The commands that the policies speak of are granted to their roles.
select format('table %s', r.table_name) as object,
  format('%I may not %s', r.rolname, string_agg(r.command, ', ' order by r.position)) as detail,
  format('grant %s on %s to %I;', string_agg(r.command, ', ' order by r.position), r.table_name, r.rolname) as fix
from (
  select distinct t.name as table_name, p.rolname, c.command,
    array_position('{select,insert,update,delete}', c.command) as position
  from policy_roles p
    join tables t on t.oid = p.relation
    join pg_roles r on r.oid = p.role
    join commands c on p.command in (c.command, 'all')
  where p.named and not r.rolsuper
    and not has_table_privilege(p.role, t.oid, c.command)
    and (c.command = 'delete' or not has_any_column_privilege(p.role, t.oid, c.command))
    -- For a policy on all commands one grant is enough: the others may be withheld on purpose.
    and (p.command <> 'all' or not (
      has_table_privilege(p.role, t.oid, 'select, insert, update, delete')
      or has_any_column_privilege(p.role, t.oid, 'select, insert, update')))
) r
group by r.table_name, r.rolname
order by r.table_name, r.rolname
