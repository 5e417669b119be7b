-- title: The auth schema has another version than this release of rowauth
-- level: warning
-- why: The driver and the policy expressions of a release are tested with the functions of the same release.
--   Version 0 is an installation that broke off.
-- fix: The schema is brought up to date; nothing that policies depend on is dropped. In a project with drizzle-kit
--   let `rowauth upgrade` add a migration instead. If the database is the newer one, update the packages.
select format('schema %I', o.auth_schema) as object,
  case
    when m.version > o.version or m.version is null
      then format('made by a newer rowauth than this one, which has version %s', o.version)
    else format('version %s, expected %s', m.version, o.version)
  end as detail,
  case when m.version < o.version then o.script else '-- Update the rowauth packages of the project.' end as fix
from options o, auth_mark m
where m.mark like 'rowauth auth schema, version %' and m.version is distinct from o.version
