-- title: A policy compares inside the sub-select
-- level: warning
-- why: `(select auth.user_id() = user_id)` looks at the row, so the sub-select is run for each of them, and no
--   index can help. `authUid()` of drizzle-orm/neon writes it that way.
-- fix: Only the call stays in the sub-select: `(select auth.user_id()) = user_id`.
select p.object, p.detail, p.fix
from evaluated_per_row p
where p.how = 'comparesInside'
order by p.object
