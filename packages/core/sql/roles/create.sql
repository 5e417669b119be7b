-- Roles belong to the whole server: another database may be creating them at this moment.
do $rowauth$
declare
  role_name pg_catalog.text;
  attempt pg_catalog.int4;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  foreach role_name in array array[:'authenticated', :'anonymous', :'authenticator'] loop
    attempt := 0;
    while to_regrole(quote_ident(role_name)) is null loop
      attempt := attempt + 1;
      begin
        execute format('create role %I nologin', role_name)
          || case when role_name = :'authenticator' then ' noinherit' else '' end;
        perform pg_catalog.set_config('rowauth.made_login_role', (role_name = :'authenticator')::text, true);
      exception
        when duplicate_object or unique_violation then
          if attempt >= 5 then
            raise;
          end if;
        when insufficient_privilege then
          raise exception 'role % does not exist and % may not create it', quote_ident(role_name), current_user
            using errcode = 'insufficient_privilege',
              hint = 'Apply the script as a role with CREATEROLE, or have the role created first.';
      end;
    end loop;
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
