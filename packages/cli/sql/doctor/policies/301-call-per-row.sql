-- title: A policy calls the auth functions for every row
-- level: warning
-- why: A bare `auth.user_id()` in a policy is part of the filter, so PostgreSQL may call it for each row that it
--   looks at: the claims are parsed again and again, and their seal is checked anew where the database verifies tokens.
--   In a sub-select of its own it is called once per query.
-- fix: Each bare call becomes `(select …)`. Nothing else about the condition changes.
select p.object,
  format('in %s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end)) as detail,
  p.alter_policy
    || case when f.using then format(E'\n  using (%s)', p.using_facts ->> 'once') else '' end
    || case when f.check then format(E'\n  with check (%s)', p.check_facts ->> 'once') else '' end
    || ';' as fix
from query_policies p,
  lateral (select (p.using_facts ->> 'callsPerRow')::bool, (p.check_facts ->> 'callsPerRow')::bool) as f ("using", "check")
where f.using or f.check
order by p.object
