-- title: A policy compares inside the sub-select
-- level: warning
-- why: `(select auth.user_id() = user_id)` looks at the row, so the sub-select is run for each of them, and no
--   index can help. `authUid()` of drizzle-orm/neon writes it that way.
-- fix: Only the call stays in the sub-select: `(select auth.user_id()) = user_id`.
select p.object,
  format('in %s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end)) as detail,
  p.alter_policy
    || case when f.using then format(E'\n  using (%s)', p.using_facts ->> 'once') else '' end
    || case when f.check then format(E'\n  with check (%s)', p.check_facts ->> 'once') else '' end
    || ';' as fix
from query_policies p,
  lateral (select (p.using_facts ->> 'comparesInside')::bool, (p.check_facts ->> 'comparesInside')::bool) as f ("using", "check")
where f.using or f.check
order by p.object
