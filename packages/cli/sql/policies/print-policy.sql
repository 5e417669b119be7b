-- The conditions of the policy that was made to see how this server prints them.
select pg_catalog.pg_get_expr(p.polqual, p.polrelid) as "using", pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as "check"
from pg_catalog.pg_policy p where p.polname = 'rowauth probe'
