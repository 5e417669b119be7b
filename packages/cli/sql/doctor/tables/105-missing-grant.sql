-- title: A policy is for a role that has no grant for the command
-- level: warning
-- why: A policy says which rows, a grant says which tables. Without the grant the command ends in "permission
--   denied" whatever the policy allows. drizzle-kit writes policies, but no grants.
-- fix: The commands that the policies speak of are granted to their roles. Those of policies for everybody, where no
--   role at all may use them, to signed-in users.
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
  where p.named and not r.rolsuper and not r.rolbypassrls and r.oid not in (select x.oid from platform_roles x)
    -- Where the schema is closed to the role for a reason, the table may be, too.
    and not exists (select from openings x where x.role = p.role and x.schema = t.schema)
    and not has_table_privilege(p.role, t.oid, c.command)
    and (c.command = 'delete' or not has_any_column_privilege(p.role, t.oid, c.command))
    -- For a policy on all commands one grant is enough: the others may be withheld on purpose.
    and (p.command <> 'all' or not (
      has_table_privilege(p.role, t.oid, 'select, insert, update, delete')
      or has_any_column_privilege(p.role, t.oid, 'select, insert, update')))
) r
group by r.table_name, r.rolname
union all
select format('table %s', r.table_name),
  format('nobody may %s, and a policy for everybody speaks of it', string_agg(r.command, ', ' order by r.position)),
  format('grant %s on %s to %I;', string_agg(r.command, ', ' order by r.position), r.table_name, r.rolname)
from (
  select distinct t.name as table_name, q.rolname, c.command,
    array_position('{select,insert,update,delete}', c.command) as position
  from policies p
    join tables t on t.oid = p.relation
    join commands c on p.command in (c.command, 'all')
    join query_roles q on not q.rolsuper and not q.rolbypassrls,
    options o
  where 0::oid = any(p.polroles) and p.permissive and q.rolname = o.role_names[1]
    and (p.using_text is not null or p.check_text is not null)
    and not exists (select from openings x where x.role = q.oid and x.schema = t.schema)
    and not exists (
      select
      from (
        select x.grantee, x.privilege_type from aclexplode(t.relacl) x
        union all
        select x.grantee, x.privilege_type
        from pg_attribute a cross join aclexplode(a.attacl) x
        where a.attrelid = t.oid and not a.attisdropped
      ) g
      where g.grantee <> t.relowner and (lower(g.privilege_type) = c.command
        or p.command = 'all' and g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
    )
) r
group by r.table_name, r.rolname
order by 1, 2
