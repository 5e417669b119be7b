-- title: The auth schema is missing
-- level: error
-- why: Without the functions of the auth schema no policy can tell whose query it judges. A schema of that name
--   that somebody else made (Supabase, `pg_session_jwt`) is not it.
-- fix: The schema is installed, with its roles. Somebody else's schema can be adopted, or moved from; next to it the
--   auth schema goes under another name, with `--schema`.
select format('schema %I', o.auth_schema) as object,
  case when n.oid is null then 'there is no such schema' else 'it was not made by rowauth' end as detail,
  case when n.oid is null then o.script
    else '-- Adopt it: rowauth init --adopt. Or choose another name: rowauth init --schema app_auth, and doctor --schema app_auth.'
  end as fix
from options o left join pg_namespace n on n.nspname = o.auth_schema left join auth_mark m on m.schema = n.oid
where o.adopts is null and (n.oid is null or m.mark is null or m.mark not like 'rowauth auth schema, version %')
  or o.adopts <> 'settings' and n.oid is null
