-- The schema itself. Refuses one that belongs to somebody else, and a step backwards in version or verification.
do $rowauth$
declare
  this_version constant pg_catalog.int4 := 1;
  this_mode constant pg_catalog.text := 'application';
  schema_name constant pg_catalog.text := 'auth';
  schema_id pg_catalog.oid;
  mark pg_catalog.text;
  installed pg_catalog.text[];
  foreign_object pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  -- One installation at a time in this database, until the transaction ends.
  perform pg_advisory_xact_lock(hashtext('rowauth'), hashtext(schema_name));

  select n.oid, obj_description(n.oid, 'pg_namespace') into schema_id, mark
  from pg_namespace n where n.nspname = schema_name;

  if schema_id is null then
    execute format('create schema %I', schema_name);
    execute format('comment on schema %I is %L', schema_name, 'rowauth auth schema, version 0, ' || this_mode);
  elsif mark like 'rowauth auth schema, version %' then
    installed := regexp_match(mark, '^rowauth auth schema, version ([0-9]{1,6}), ([a-z]+)$');
    if installed is null or installed[1]::int4 > this_version then
      raise exception 'schema % was installed by a newer rowauth than this script (version %)',
        quote_ident(schema_name), this_version
        using errcode = 'object_not_in_prerequisite_state', hint = 'Apply the script of the newer rowauth.';
    end if;
    if installed[2] <> this_mode then
      raise exception 'schema % was installed with verification by the %, this script is for verification by the %',
        quote_ident(schema_name), installed[2], this_mode
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Apply the script for the same verification, or install into another schema.';
    end if;
  else
    if mark is not null then
      foreign_object := 'it carries a comment of its own';
    elsif exists (select from pg_class c where c.relnamespace = schema_id and c.relname = 'users') then
      foreign_object := 'it holds the table users';
    else
      select 'it holds the function ' || p.proname || coalesce(' of extension ' || quote_ident(e.extname), '')
      into foreign_object
      from pg_proc p
        left join pg_depend d
          on d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
        left join pg_extension e on e.oid = d.refobjid
      where p.pronamespace = schema_id
        and p.proname in (
          'session', 'jwt', 'user_id', 'uid', 'organization', 'organization_id', 'init', 'jwt_session_init')
      order by p.proname
      limit 1;
    end if;
    if foreign_object is not null then
      raise exception 'schema % was not made by rowauth: %', quote_ident(schema_name), foreign_object
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Install into a schema of another name; nothing was changed.';
    end if;
    execute format('comment on schema %I is %L', schema_name, 'rowauth auth schema, version 0, ' || this_mode);
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;

-- Roles belong to the whole server: another database may be creating them at this moment.
do $rowauth$
declare
  role_name pg_catalog.text;
  attempt pg_catalog.int4;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  foreach role_name in array array['authenticated', 'anonymous', 'authenticator'] loop
    attempt := 0;
    while to_regrole(quote_ident(role_name)) is null loop
      attempt := attempt + 1;
      begin
        execute format('create role %I nologin', role_name)
          || case when role_name = 'authenticator' then ' noinherit' else '' end;
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

  foreach role_name in array array['authenticated', 'anonymous'] loop
    attempt := 0;
    while not pg_has_role('authenticator', role_name, may_take) loop
      attempt := attempt + 1;
      begin
        execute format('grant %I to %I', role_name, 'authenticator') || terms;
      exception
        when unique_violation then
          if attempt >= 5 then
            raise;
          end if;
        when insufficient_privilege then
          raise exception 'role % may not take role %, and % may not grant it',
            quote_ident('authenticator'), quote_ident(role_name), current_user
            using errcode = 'insufficient_privilege',
              hint = 'Have a role with the ADMIN option on it run: '
                || format('grant %I to %I', role_name, 'authenticator') || terms;
      end;
    end loop;
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;

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
  where r.rolname in ('authenticated', 'anonymous', 'authenticator') and (r.rolsuper or r.rolbypassrls)
  order by r.rolname
  limit 1;

  if unsafe is null then
    select format('role %I inherits the rights of role %I', 'authenticator', r.rolname),
      case when current_setting('server_version_num')::int4 >= 160000
        then format('revoke inherit option for %I from %I', r.rolname, 'authenticator')
        else format('alter role %I noinherit', 'authenticator')
      end
    into unsafe, remedy
    from pg_roles r
    where r.rolname in ('authenticated', 'anonymous') and pg_has_role('authenticator', r.oid, 'usage')
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

revoke create on schema auth from public;

grant usage on schema auth to authenticated, anonymous;

-- The claims, or JSON null without any. A setting that has ended with its transaction reads '', not NULL.
create or replace function auth.session() returns pg_catalog.jsonb
language sql stable parallel safe
return cast(
  case
    when pg_catalog.current_setting('request.jwt.claims', true) operator(pg_catalog.<>) ''
      then pg_catalog.current_setting('request.jwt.claims', true)
    else 'null'
  end as pg_catalog.jsonb
);

create or replace function auth.jwt() returns pg_catalog.jsonb
language sql stable parallel safe
return auth.session();

-- `sub` where it is a string. The strict path looks into an object only; the lax one would unwrap arrays.
create or replace function auth.user_id() returns pg_catalog.text
language sql stable parallel safe
return pg_catalog.jsonb_path_query_first(
  auth.session(),
  cast('strict $.sub ? (@.type() == "string")' as pg_catalog.jsonpath),
  cast('{}' as pg_catalog.jsonb),
  true
) operator(pg_catalog.#>>) cast('{}' as pg_catalog.text[]);

-- `sub` where it is a UUID: with hyphens, and then also in braces or as a URN, or as 32 digits. All else is no match
-- and so NULL.
create or replace function auth.uid() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    pg_catalog.regexp_replace(auth.user_id() collate pg_catalog."C", '^urn:uuid:(?=.{36}$)', ''),
    '^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
    '|[{][0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]'
    '|[0-9a-fA-F]{32})$'
  ) as pg_catalog.uuid
);

-- The active organization: the claim `o` where it is an object.
create or replace function auth.organization() returns pg_catalog.jsonb
language sql stable parallel safe
return pg_catalog.jsonb_path_query_first(
  auth.session(),
  cast('strict $.o ? (@.type() == "object")' as pg_catalog.jsonpath),
  cast('{}' as pg_catalog.jsonb),
  true
);

-- The claim `o.id` where it is a UUID, written in one of the ways that uid() takes.
create or replace function auth.organization_id() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    pg_catalog.regexp_replace(
      (
        pg_catalog.jsonb_path_query_first(
          auth.session(),
          cast('strict $.o.id ? (@.type() == "string")' as pg_catalog.jsonpath),
          cast('{}' as pg_catalog.jsonb),
          true
        ) operator(pg_catalog.#>>) cast('{}' as pg_catalog.text[])
      ) collate pg_catalog."C",
      '^urn:uuid:(?=.{36}$)',
      ''
    ),
    '^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
    '|[{][0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]'
    '|[0-9a-fA-F]{32})$'
  ) as pg_catalog.uuid
);

create or replace function auth.init() returns pg_catalog.void
language plpgsql set search_path = ''
as $rowauth$
begin
  raise exception 'the database does not verify tokens: its auth schema is installed in application mode'
    using errcode = 'feature_not_supported',
      hint = 'Verify the token in the application, or install the auth schema with verification by the database.';
end
$rowauth$;

create or replace function auth.jwt_session_init(jwt pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = ''
as $rowauth$
begin
  raise exception 'the database does not verify tokens: its auth schema is installed in application mode'
    using errcode = 'feature_not_supported',
      hint = 'Verify the token in the application, or install the auth schema with verification by the database.';
end
$rowauth$;

revoke execute on function
  auth.session(), auth.jwt(), auth.user_id(), auth.uid(),
  auth.organization(), auth.organization_id(), auth.init(), auth.jwt_session_init(pg_catalog.text)
from public;

-- Policies call these as the role that runs the query.
grant execute on function
  auth.session(), auth.jwt(), auth.user_id(), auth.uid(),
  auth.organization(), auth.organization_id(), auth.init(), auth.jwt_session_init(pg_catalog.text)
to authenticated, anonymous;

-- Last, so that an installation which broke off does not look finished.
comment on schema auth is 'rowauth auth schema, version 1, application';
