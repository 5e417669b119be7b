-- title: An insert or update policy does not look at the new row
-- level: warning
-- why: A condition such as `auth.user_id() is not null` asks who writes, but not what: every signed-in user may
--   write rows in the name of any other. PostgreSQL asks WITH CHECK of a new row, and USING where there is no WITH
--   CHECK, so a missing WITH CHECK is no hole by itself (lint 306); one that says nothing about the row is.
-- fix: The condition is joined with one that looks at the row, found as for lint 303; without any the policy is
--   dropped.
select w.object,
  format('%s mentions no column of %s',
    case when w.check_text is null then 'USING, in place of WITH CHECK,' else 'WITH CHECK' end, w.table_name) as detail,
  case when b.condition is null then format(E'-- Nothing here tells which rows are meant.\n%s', w.drop_policy)
    else format(E'%s\n  with check (%s and %s);', w.alter_policy, w.asked_text, b.condition) end as fix
from write_policies w join better_conditions b on b.policy = w.oid
where w.permissive and w.asked_facts -> 'constant' = 'null' and not (w.asked_facts ->> 'mentionsRow')::bool
  and exists (select from granted_commands g where g.policy = w.oid and g.command in ('insert', 'update'))
  and not exists (
    select from narrowed_by n where n.policy = w.oid and (n.asked_facts ->> 'mentionsRow')::bool)
order by w.object
