-- title: A policy reads claims that users may edit
-- level: error
-- why: `user_metadata` (`raw_user_meta_data` in the database of Supabase) and Clerk's `unsafe_metadata` are for
--   users to fill in. Whoever can write a claim decides what a policy that reads it allows them.
-- fix: The claim that only the server may write takes its place: `app_metadata`, `raw_app_meta_data`,
--   `public_metadata`. Move what the policy needs there first.
select p.object,
  format('in %s, for %s', concat_ws(' and ',
    case when u.changed <> u.old then 'USING' end, case when c.changed <> c.old then 'WITH CHECK' end), p.role_list) as detail,
  p.alter_policy
    || case when u.changed <> u.old then format(E'\n  using (%s)', u.changed) else '' end
    || case when c.changed <> c.old then format(E'\n  with check (%s)', c.changed) else '' end
    || ';' as fix
from query_policies p,
  lateral (select coalesce(p.using_text, ''), coalesce(p.using_facts ->> 'serverClaims', '')) as u (old, changed),
  lateral (select coalesce(p.check_text, ''), coalesce(p.check_facts ->> 'serverClaims', '')) as c (old, changed)
where u.changed <> u.old or c.changed <> c.old
order by p.object
