-- title: A write policy is always true
-- level: error
-- why: Permissive policies add up, so one that is always true undoes the others: every row may be changed, deleted
--   or written in somebody else's name by everyone whom it names. A restrictive policy for the same roles and
--   commands narrows it, and then it is left alone here. So are policies for roles that no user's queries run as, as
--   one for a service that writes rows of its own.
-- fix: The policy gets the condition that its other half has; else the owner's column compared with the user,
--   where a default tells which it is; else what another policy of the table asks. Where there is none of these the
--   policy is dropped.
select w.object,
  format('always true in %s', concat_ws(' and ', case when w.using_true then 'USING' end, case when w.check_true then
    case when w.check_text is null then 'USING in place of WITH CHECK' else 'WITH CHECK' end end)) as detail,
  case
    when b.condition is null then format(E'-- Nothing here tells which rows are meant.\n%s', w.drop_policy)
    else w.alter_policy
      || case when w.using_text is not null and (w.using_true or w.check_text is null)
        then format(E'\n  using (%s)', b.condition) else '' end
      || case when w.check_text is not null and w.check_true then format(E'\n  with check (%s)', b.condition) else '' end
      || ';'
  end as fix
from (
  select p.*,
    p.command <> 'insert' and p.using_facts -> 'constant' = 'true'
      and not exists (
        select from narrowed_by n where n.policy = p.oid and n.using_facts -> 'constant' is distinct from 'true') as using_true,
    p.command <> 'delete' and coalesce(p.check_facts, p.using_facts) -> 'constant' = 'true'
      and not exists (
        select from narrowed_by n where n.policy = p.oid and n.asked_facts -> 'constant' is distinct from 'true') as check_true
  from policies p
  where p.permissive and p.command <> 'select'
    and exists (select from granted_commands g where g.policy = p.oid and g.command <> 'select')
    and exists (
      select from policy_roles r join query_roles q on pg_has_role(q.oid, r.role, 'usage') where r.policy = p.oid)
) w join better_conditions b on b.policy = w.oid
where w.using_true or w.check_true
order by w.object
