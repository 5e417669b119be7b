-- Roles that were here before keep their attributes; the ones that would void row-level security are refused.
do $rowauth$
declare
  unsafe pg_catalog.text;
  remedy pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  select format('role %I is a superuser or bypasses row-level security', r.rolname),
    format('alter role %I nosuperuser nobypassrls', r.rolname)
  into unsafe, remedy
  from pg_roles r
  where r.rolname in (:'authenticated', :'anonymous', :'authenticator') and (r.rolsuper or r.rolbypassrls)
  order by r.rolname
  limit 1;

  if unsafe is null then
    select format('role %I inherits the rights of role %I', :'authenticator', r.rolname),
      case when current_setting('server_version_num')::int4 >= 160000
        then format('revoke inherit option for %I from %I', r.rolname, :'authenticator')
        else format('alter role %I noinherit', :'authenticator')
      end
    into unsafe, remedy
    from pg_roles r
    where r.rolname in (:'authenticated', :'anonymous') and pg_has_role(:'authenticator', r.oid, 'usage')
    order by r.rolname
    limit 1;
  end if;

  if unsafe is not null then
    raise exception '%', unsafe
      using errcode = 'object_not_in_prerequisite_state', hint = 'Run: ' || remedy;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
