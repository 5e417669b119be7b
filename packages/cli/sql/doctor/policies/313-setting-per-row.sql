-- title: A policy reads the session for every row, by a setting or a function of yours
-- level: warning
-- why: `current_setting('request.jwt.claims', true)::json ->> 'sub'`, and a function of yours that calls
--   `auth.user_id()` or reads a setting, are part of the filter: the claims are parsed anew for each row that PostgreSQL
--   looks at. In a sub-select of its own it is done once per query. Lint 301 is the same for the auth functions.
-- fix: What comes of the setting, and each call of such a function, becomes `(select …)`. Nothing else about the
--   condition changes.
select p.object, p.detail, p.fix
from evaluated_per_row p
where p.how = 'wrapsPerRow'
  -- Where the database verifies tokens nothing may read claims from there: lint 604.
  and not (concat(p.using_text, p.check_text) like '%request.jwt.claim%'
    and exists (select from auth_mark m where m.verification in ('database', 'transition')))
order by p.object
