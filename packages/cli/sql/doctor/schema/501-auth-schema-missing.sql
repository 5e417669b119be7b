-- title: The auth schema is missing
-- level: error
-- why: Without the functions of the auth schema no policy can tell whose query it judges.
-- fix: The schema is installed, with its roles.
select format('schema %I', o.auth_schema) as object,
  'there is no such schema' as detail,
  o.script as fix
from options o
where not exists (select from pg_namespace n where n.nspname = o.auth_schema)
  and o.adopts is distinct from 'settings'
