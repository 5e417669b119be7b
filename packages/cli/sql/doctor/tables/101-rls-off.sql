-- title: Row-level security is off on a table that the roles can reach
-- level: error
-- why: Without row-level security a grant is all that stands before a table: whoever is signed in reads, or writes,
--   the rows of everybody.
-- fix: Row-level security is turned on. Where a column has the session's user as its default, a policy gives each
--   user their own rows; otherwise the grants are revoked, because a table without policies shows nothing anyway.
--   Those on a partition, or a table that inherits, are revoked: who reads it through its parent needs none.
--   For a table that everybody may read write a policy that says so: `using (true)` for select only.
select format('table %s', t.name) as object,
  format('%s can reach it', array_to_string(t.reached_by, ', ')) as detail,
  format(E'alter table %s enable row level security;\n%s%s', t.name,
    case when x.names is not null
      then format(E'-- Without a policy of their own these see nothing from now on: %s.\n', translate(x.names, E'\n\r', '  ')) else '' end, p.fix) as fix
from tables t join protection p on p.relation = t.oid left join other_grantees x on x.relation = t.oid
where not t.relrowsecurity and t.reached_by <> '{}'
  and not exists (select from pg_policy x where x.polrelid = t.oid)
order by t.name
