-- title: A role that queries run as does not exist
-- level: error
-- why: Every query takes its role first, so all queries of such users fail. Roles belong to the server, not to the
--   database: a dump restored elsewhere comes without them.
-- fix: For the roles of the auth schema, its script is run again: it makes what is missing and grants what the
--   functions need. A role of your own is created.
select format('role %I', r.name) as object,
  'it does not exist' as detail,
  case when r.position <= 2 then o.script
    else format(E'create role %I nologin;\ngrant usage on schema %I to %I;', r.name, o.auth_schema, r.name) end as fix
from options o, unnest(o.role_names) with ordinality as r (name, position)
where not exists (select from pg_roles x where x.rolname = r.name)
order by r.position
