-- title: A policy reads the session for every row, by a setting or a function of yours
-- level: warning
-- why: `current_setting('request.jwt.claims', true)::json ->> 'sub'`, and a function of yours that calls
--   `auth.user_id()` or reads a setting, are part of the filter: the claims are parsed anew for each row that PostgreSQL
--   looks at. In a sub-select of its own it is done once per query. Lint 301 is the same for the auth functions.
-- fix: What comes of the setting, and each call of such a function, becomes `(select …)`. Nothing else about the
--   condition changes.
select p.object,
  format('in %s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end)) as detail,
  p.alter_policy
    || case when f.using then format(E'\n  using (%s)', p.using_facts ->> 'once') else '' end
    || case when f.check then format(E'\n  with check (%s)', p.check_facts ->> 'once') else '' end
    || ';' as fix
from query_policies p,
  lateral (select (p.using_facts ->> 'wrapsPerRow')::bool, (p.check_facts ->> 'wrapsPerRow')::bool) as f ("using", "check")
where (f.using or f.check)
  -- Where the database verifies tokens nothing may read claims from there: lint 604.
  and not (concat(p.using_text, p.check_text) like '%request.jwt.claim%'
    and exists (select from auth_mark m where m.verification in ('database', 'transition')))
order by p.object
