-- title: Policies go by somebody else's functions or settings, which were not adopted
-- level: warning
-- why: Policies can go on with the functions of Supabase, of `pg_session_jwt`, or of your own, and with settings. Until rowauth is told so, no
--   migration carries what it needs beside them: a role for the application to log in as, and its grants.
-- fix: Adopt it with `rowauth init --adopt`, or move from it with `rowauth init --move`. Next to it the auth schema goes
--   under another name, with `--schema`.
select format('schema %I', o.auth_schema) as object,
  coalesce(
    case o.adopts
      when 'supabase' then 'it is that of Supabase'
      when 'pg_session_jwt' then 'it belongs to the extension pg_session_jwt'
      when 'settings' then 'policies read settings themselves'
    end,
    'it was not made by rowauth') as detail,
  format('-- Adopt it: rowauth init --adopt%s. Or choose another name: rowauth init --schema app_auth, and doctor --schema app_auth.',
    case when o.auth_schema = 'auth' then '' else format(' --schema %L', translate(o.auth_schema, E'\n\r', '  ')) end) as fix
from options o left join auth_mark m on true
where o.adopted is not true
  and (m.schema is not null and (m.mark is null or m.mark not like 'rowauth auth schema, version %')
    or m.schema is null and o.adopts is not distinct from 'settings')
