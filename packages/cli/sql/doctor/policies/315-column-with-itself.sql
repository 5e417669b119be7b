-- title: A sub-select of a policy compares a column with itself
-- level: error
-- why: In `exists (select from members m where m.list_id = list_id)` the second `list_id` is that of `members` as well, because
--   names are looked up in the sub-select first. The row that the policy judges is not asked about at all: whoever is a member of
--   anything gets everything.
-- fix: The column is written with its table, as in `m.list_id = todos.list_id`. Which side is meant is for you to say.
select p.object,
  format('in %s%s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end),
    ': ' || coalesce(
      substring(p.using_text from '((?:[[:alnum:]_]+\.)?([[:alnum:]_]+) = (?:[[:alnum:]_]+\.)?\2)\y'),
      substring(p.check_text from '((?:[[:alnum:]_]+\.)?([[:alnum:]_]+) = (?:[[:alnum:]_]+\.)?\2)\y'))) as detail,
  format(E'-- Write the column that is meant with its table, as in %s.<column>:\n-- alter %s ...;',
    translate(p.table_name, E'\n\r', '  '), p.named) as fix
from query_policies p,
  lateral (select (p.using_facts ->> 'comparesItself')::bool, (p.check_facts ->> 'comparesItself')::bool) as f ("using", "check")
where f.using or f.check
order by p.object
