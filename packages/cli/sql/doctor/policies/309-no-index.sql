-- title: A policy compares a column that has no index
-- level: warning
-- why: The policy is part of every query on the table. Without an index that starts with the column each of them
--   reads the whole table to find the rows of one user.
-- fix: The index is created. On a large table in use write `create index concurrently`, outside of a transaction.
select distinct format('column %I of table %s', a.attname, p.table_name) as object,
  format('compared by %s', string_agg(distinct quote_ident(p.polname), ', ')) as detail,
  format('create index on %s (%I);', p.table_name, a.attname) as fix
from query_policies p
  cross join lateral jsonb_array_elements(coalesce(p.using_facts -> 'lookups', '[]')) as l (columns)
  join pg_attribute a on a.attrelid = p.relation and a.attnum = (l.columns ->> 0)::int2
where not exists (
    select from indexed_columns i where i.relation = p.relation and l.columns @> to_jsonb(i.attnum::int4))
  -- What a restrictive policy compares needs no index where the permissive ones find the rows already.
  and (p.permissive or exists (
    select from policies o
    where o.relation = p.relation and o.permissive and o.using_text is not null
      and coalesce(o.using_facts -> 'lookups', '[]') = '[]'))
group by a.attname, p.table_name
order by 1
