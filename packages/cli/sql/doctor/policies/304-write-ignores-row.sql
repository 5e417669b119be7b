-- title: An insert or update policy does not look at the new row
-- level: warning
-- why: A condition such as `auth.user_id() is not null` asks who writes, but not what: every signed-in user may
--   write rows in the name of any other. PostgreSQL asks WITH CHECK of a new row, and USING where there is no WITH
--   CHECK, so a missing WITH CHECK is no hole by itself (lint 306); one that says nothing about the row is. A
--   condition that only some users meet, as `auth.jwt() ->> 'role' = 'admin'` or a look-up of members, is left alone.
-- fix: The condition is joined with one that looks at the row, found as for lint 303.
select w.object,
  format('%s asks only who writes, but nothing of the row of %s, for %s',
    case when w.check_text is null then 'USING, in place of WITH CHECK,' else 'WITH CHECK' end, w.table_name, w.role_list) as detail,
  case when b.condition is null then b.unknown || '304, ...'';'
    else format(E'%s\n  with check (%s and %s);', w.alter_policy, w.asked_facts ->> 'once', b.condition) end as fix
from write_policies w
  join narrowed n on n.policy = w.oid
  join better_conditions b on b.policy = w.oid
where w.asked_facts ->> 'asks' = 'signedIn' and not n.new_row
  and exists (select from granted_commands g where g.policy = w.oid and g.command in ('insert', 'update'))
  -- What lint 310 fixes is asked of the new row, too.
  and not (w.check_text is null
    and exists (select from granted_commands g where g.policy = w.oid and g.command in ('update', 'delete')))
order by w.object
