-- title: Visitors may insert any row
-- level: info
-- why: `with check (true)` for visitors is how a contact form or a list of subscribers works, so this is no error. Each of them may
--   write whatever they like into each column that they may insert, and as much of it as they like.
-- fix: None: grant the columns of the form alone (`grant insert (name, message) on … to anonymous`), let checks of the table limit
--   what they hold, and limit the rate in the application.
select p.object,
  format('always true for rows of visitors in %s', p.table_name) as detail,
  format(
    E'-- Nothing to fix where it is meant so; say it:\n-- comment on %s is ''doctor: ignore 314, a contact form'';',
    p.named) as fix
from query_policies p join visitors_inserts v on v.policy = p.oid
order by p.object
