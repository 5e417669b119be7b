-- title: Default privileges let the roles reach every new table
-- level: info
-- why: A table is open to the roles from the moment in which it is made until its migration turns row-level security on,
--   and for good where that is forgotten.
-- fix: They are revoked. Let each migration grant what its table is for: `rowauth grants` writes that from the policies.
select d.object,
  format('%s to %s', string_agg(distinct d.privilege, ', '), string_agg(distinct d.grantee_name, ', ')) as detail,
  format('%s revoke %s on tables from %s;', d.alter_defaults, string_agg(distinct d.privilege, ', '),
    string_agg(distinct d.grantee_name, ', ')) as fix
from default_grants d
where d.privilege in ('select', 'insert', 'update', 'delete')
group by d.oid, d.object, d.alter_defaults
order by d.object
