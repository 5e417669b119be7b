-- title: A policy lets every signed-in user change or delete every row
-- level: error
-- why: USING says which rows may be updated and deleted. `auth.user_id() is not null` asks who, but not which row:
--   whoever has an account deletes everybody's rows, or updates them and so takes them over, even where WITH CHECK asks for
--   a row of one's own afterwards. Lint 304 is the same for the new row.
-- fix: The condition is joined with one that looks at the row, found as for lint 303.
select p.object,
  format('USING asks only who, but nothing of the row of %s, for %s', p.table_name, p.role_list) as detail,
  case when b.condition is null then b.unknown || '310, ...'';'
    else format(E'%s\n  using (%s and %s);', p.alter_policy, p.using_facts ->> 'once', b.condition) end as fix
from query_policies p
  join narrowed n on n.policy = p.oid
  join better_conditions b on b.policy = p.oid
where p.using_facts ->> 'asks' = 'signedIn' and not n.old_row
  and exists (select from granted_commands g where g.policy = p.oid and g.command in ('update', 'delete'))
order by p.object
