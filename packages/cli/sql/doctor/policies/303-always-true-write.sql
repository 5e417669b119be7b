-- title: A write policy is always true
-- level: error
-- why: Permissive policies add up, so one that is always true undoes the others: every row may be changed, deleted
--   or written in somebody else's name by everyone whom it names. `id = id`, `exists (select 1)` and `length(title) >= 0`
--   are no better than `true`: conditions are tried on made-up rows and users. A restrictive policy for the
--   same roles and commands narrows it, and then it is left alone here. So are inserts by visitors (lint 314).
-- fix: The policy gets the condition that its other half has; else the owner's column compared with the user,
--   where a default or another policy tells which it is. Where nothing tells, you write the condition, or say in a
--   comment on the policy that it is meant so.
select w.object,
  format('always true in %s, for %s', concat_ws(' and ', case when w.using_true then 'USING' end, case when w.check_true then
    case when w.check_text is null then 'USING in place of WITH CHECK' else 'WITH CHECK' end end), w.role_list) as detail,
  case
    when b.condition is null then b.unknown || '303, ...'';'
    else w.alter_policy
      || case when w.using_text is not null and (w.using_true or w.check_text is null)
        then format(E'\n  using (%s)', b.condition) else '' end
      || case when w.check_text is not null and w.check_true then format(E'\n  with check (%s)', b.condition) else '' end
      || ';'
  end as fix
from (
  select p.*,
    p.command <> 'insert' and p.using_facts ->> 'asks' = 'nothing' and not n.old_row as using_true,
    p.command <> 'delete' and coalesce(p.check_facts, p.using_facts) ->> 'asks' = 'nothing' and not n.new_row as check_true
  from query_policies p join narrowed n on n.policy = p.oid
  where p.command <> 'select'
    and exists (select from granted_commands g where g.policy = p.oid and g.command <> 'select')
    and p.oid not in (select v.policy from visitors_inserts v)
) w join better_conditions b on b.policy = w.oid
where w.using_true or w.check_true
order by w.object
