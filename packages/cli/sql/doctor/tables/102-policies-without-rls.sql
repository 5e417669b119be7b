-- title: A table has policies, but row-level security is off
-- level: error
-- why: PostgreSQL accepts policies on any table and asks them only where row-level security is on. The table looks
--   protected and is not.
-- fix: Row-level security is turned on, so that the policies hold.
select format('table %s', t.name) as object,
  format('not asked: %s', string_agg(quote_ident(p.polname), ', ' order by p.polname)) as detail,
  format('alter table %s enable row level security;', t.name) as fix
from tables t join pg_policy p on p.polrelid = t.oid
where not t.relrowsecurity
group by t.name
order by t.name
