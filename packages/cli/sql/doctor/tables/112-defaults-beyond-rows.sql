-- title: Default privileges give the roles rights on new tables that no policy is asked for
-- level: warning
-- why: Every table that is made from now on can be truncated by the roles, or gets what lint 111 is about, whatever
--   policies it has.
-- fix: These rights are revoked from the default privileges. Tables that there are keep what they have (lints 108, 111).
select d.object,
  format('%s to %s', string_agg(distinct d.privilege, ', '), string_agg(distinct d.grantee_name, ', ')) as detail,
  format('%s revoke %s on tables from %s;', d.alter_defaults, string_agg(distinct d.privilege, ', '),
    string_agg(distinct d.grantee_name, ', ')) as fix
from default_grants d
where d.privilege not in ('select', 'insert', 'update', 'delete')
group by d.oid, d.object, d.alter_defaults
order by d.object
