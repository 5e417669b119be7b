-- title: A write policy asks what a row is, but not whose
-- level: info
-- why: `status = 'open'` looks at the row, but ties it to nobody: everyone whom the policy names may write each row of that
--   state. For what people share, such as a wiki or a queue, that is what you want, so this is a hint and no error; for rows that
--   have an owner it is a hole. Of conditions joined by `or` the weakest counts: `published or owner = …` gives away what is
--   published. New rows are looked at where a column is for their owner. A condition that reads a table, or calls a function of yours, is left alone: it may well look at the caller.
-- fix: None that can be known: join the condition with one about the caller, or say in a comment on the policy that
--   it is meant so.
select p.object,
  format('the row is tied to nobody in %s, for %s', concat_ws(' and ', case when p.old_row then 'USING' end,
    case when p.new_row then 'WITH CHECK' end), p.role_list) as detail,
  format(E'%s\n-- Where it is meant as it is, say so and why:\n-- comment on %s is ''doctor: ignore 312, ...'';',
    case when o.condition is null then '-- Nothing here tells whose a row is.'
      else format('-- Whose a row is: %s', translate(o.condition, E'\n\r', '  ')) end,
    p.named) as fix
from (
  select p.*,
    (p.using_facts ->> 'asks' = 'state' or n.old_row and p.using_facts ->> 'asks' in ('nothing', 'signedIn'))
      and not n.old_row_tied
      and exists (select from granted_commands g where g.policy = p.oid and g.command in ('update', 'delete')) as old_row,
    (p.check_facts ->> 'asks' = 'state' or n.new_row and p.check_facts ->> 'asks' in ('nothing', 'signedIn'))
      and not n.new_row_tied and p.relation in (select w.relation from owner_columns w)
      and exists (select from granted_commands g where g.policy = p.oid and g.command in ('insert', 'update')) as new_row
  from query_policies p join narrowed n on n.policy = p.oid
  where p.command <> 'select'
) p left join owner_columns o on o.relation = p.relation
where p.old_row or p.new_row
order by p.object
