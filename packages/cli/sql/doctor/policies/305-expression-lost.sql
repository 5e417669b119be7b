-- title: A policy lacks its expression
-- level: error
-- why: A permissive policy without an expression allows nothing, a restrictive one forbids nothing. Hardly anyone
--   writes that: `drizzle-kit push` 0.31 creates policies without their conditions.
-- fix: The likeliest condition is put in: the owner's column compared with the user, where a default tells which
--   it is, or another policy of the table; else the policy is dropped. Better: apply the migrations
--   that `drizzle-kit generate` writes, which have the condition that you meant.
select p.object,
  format('%s: %s', case when p.check_text is null then 'none at all' else 'no USING' end,
    case when p.permissive then 'it allows nothing' else 'it forbids nothing' end
      || case when p.check_text is null then '' else ' to what is there' end) as detail,
  case
    when p.check_text is not null then format('%s using (%s);', p.alter_policy, p.check_facts ->> 'once')
    when b.condition is null then format(E'-- Nothing here tells which rows are meant, and as it is it does nothing.\n%s', p.drop_policy)
    when p.command = 'insert' then format('%s with check (%s);', p.alter_policy, b.condition)
    when p.command in ('select', 'delete') then format('%s using (%s);', p.alter_policy, b.condition)
    else format(E'%s\n  using (%s)\n  with check (%s);', p.alter_policy, b.condition, b.condition)
  end as fix
from query_policies p join better_conditions b on b.policy = p.oid
where p.using_text is null and (p.check_text is null or p.command in ('update', 'all'))
order by p.object
