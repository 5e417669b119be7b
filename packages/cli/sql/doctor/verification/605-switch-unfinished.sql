-- title: A switch of who verifies the tokens was not finished
-- level: warning
-- why: Until then the database believes the application as well as tokens, so that applications of either kind work.
--   Whoever has SQL on a connection of the application can be any user, as where the application verifies.
-- fix: Finish it, once every application works the new way: `rowauth switch --to database --finish`, or back with
--   `--to application`.
select format('schema %I', o.auth_schema) as object,
  'it is between verification by the application and by the database' as detail,
  format('-- rowauth switch --to database --finish --url …%s',
    case when o.auth_schema = 'auth' then '' else format(' --schema %L', translate(o.auth_schema, E'\n\r', '  ')) end) as fix
from auth_mark m, options o
where m.verification = 'transition'
