-- title: A policy calls the auth functions for every row
-- level: warning
-- why: A bare `auth.user_id()` in a policy is part of the filter, so PostgreSQL may call it for each row that it
--   looks at: the claims are parsed again and again, and their seal is checked anew where the database verifies tokens.
--   In a sub-select of its own it is called once per query.
-- fix: Each bare call becomes `(select …)`. Nothing else about the condition changes.
select p.object, p.detail, p.fix
from evaluated_per_row p
where p.how = 'callsPerRow'
order by p.object
