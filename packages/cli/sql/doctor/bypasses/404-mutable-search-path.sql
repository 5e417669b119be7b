-- title: A function that policies rely on looks names up where the caller says
-- level: warning
-- why: A SECURITY DEFINER function, or one that a policy calls, takes unqualified names from the `search_path` of
--   whoever runs the query, temporary objects first. A table or an operator of the user's own can take the place of
--   the one that is meant.
-- fix: The path is pinned to the function's own schema, temporary objects last. A body in the SQL-standard form
--   (`return …`, `begin atomic`) is bound when it is created, needs no path, and can still be inlined.
select format('function %s', f.name) as object,
  case when f.prosecdef then 'SECURITY DEFINER without a search_path of its own'
    else 'called by a policy, without a search_path of its own' end as detail,
  format('alter routine %s set search_path = pg_catalog, %I, pg_temp;', f.name, f.nspname) as fix
from routines f
where not f.bound and f.lanname not in ('internal', 'c')
  and (f.prosecdef or f.oid in (select x.function from policy_functions x))
  and not exists (select from unnest(f.proconfig) as s (setting) where s.setting like 'search\_path=%')
order by f.name
