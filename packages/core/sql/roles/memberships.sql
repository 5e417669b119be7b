-- The login role may take the two others and inherits nothing from them.
do $rowauth$
declare
  role_name pg_catalog.text;
  attempt pg_catalog.int4;
  caller_path pg_catalog.text;
  may_take pg_catalog.text := 'set';
  terms pg_catalog.text := ' with inherit false, set true';
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  -- Until PostgreSQL 15 every membership allows SET ROLE, and the member's own attribute decides on inheritance.
  if current_setting('server_version_num')::int4 < 160000 then
    may_take := 'member';
    terms := '';
  end if;

  foreach role_name in array array[:'authenticated', :'anonymous'] loop
    attempt := 0;
    while not pg_has_role(:'authenticator', role_name, may_take) loop
      attempt := attempt + 1;
      begin
        execute format('grant %I to %I', role_name, :'authenticator') || terms;
      exception
        when unique_violation then
          if attempt >= 5 then
            raise;
          end if;
        when insufficient_privilege then
          -- A login role that this transaction has made is rolled back with it; only its maker can give it a password.
          raise exception 'role % may not take role %, and % may not grant it',
            quote_ident(:'authenticator'), quote_ident(role_name), current_user
            using errcode = 'insufficient_privilege',
              hint = case when current_setting('rowauth.made_login_role', true) = 'true'
                  then format('Make the login role yourself: create role %I nologin noinherit. Then have', :'authenticator')
                  else 'Have' end
                || ' a role with the ADMIN option on it run: '
                || format('grant %I, %I to %I', :'authenticated', :'anonymous', :'authenticator') || terms;
      end;
    end loop;
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
