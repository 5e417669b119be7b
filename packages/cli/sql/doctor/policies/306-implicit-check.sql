-- title: An update is checked by USING alone
-- level: info
-- why: Without WITH CHECK, PostgreSQL asks USING of the new row too. That is right where both mean the same, and
--   easily wrong where USING lets in more, as in `published or owner = …`: then everyone may change what is
--   published.
-- fix: What holds now is written out as WITH CHECK, to be read and narrowed. Nothing changes by it.
select p.object,
  'no WITH CHECK' as detail,
  format(E'%s\n  with check (%s);', p.alter_policy, p.using_facts ->> 'once') as fix
from query_policies p
where p.command in ('update', 'all') and p.using_text is not null and p.check_text is null
  and p.using_facts ->> 'asks' in ('state', 'caller')
  and exists (select from granted_commands g where g.policy = p.oid and g.command in ('insert', 'update'))
order by p.object
