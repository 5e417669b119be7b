// Compiled from packages/core/sql by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
import type { AuthFunction } from './auth-function.js'

export const authFunctions: readonly AuthFunction[] = [
  { name: 'session', arguments: [], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'jwt', arguments: [], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'user_id', arguments: [], result: 'pg_catalog.text', access: 'policies' },
  { name: 'uid', arguments: [], result: 'pg_catalog.uuid', access: 'policies' },
  { name: 'organization', arguments: [], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'organization_id', arguments: [], result: 'pg_catalog.uuid', access: 'policies' },
  { name: 'init', arguments: [], result: 'pg_catalog.void', access: 'sessions' },
  { name: 'jwt_session_init', arguments: ['pg_catalog.text'], result: 'pg_catalog.void', access: 'sessions' },
]

export const databaseFunctions: readonly AuthFunction[] = [
  { name: 'session', arguments: [], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'jwt', arguments: [], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'user_id', arguments: [], result: 'pg_catalog.text', access: 'policies' },
  { name: 'uid', arguments: [], result: 'pg_catalog.uuid', access: 'policies' },
  { name: 'organization', arguments: [], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'organization_id', arguments: [], result: 'pg_catalog.uuid', access: 'policies' },
  { name: 'init', arguments: [], result: 'pg_catalog.void', access: 'sessions' },
  { name: 'jwt_session_init', arguments: ['pg_catalog.text'], result: 'pg_catalog.void', access: 'sessions' },
  { name: 'open_session', arguments: ['pg_catalog.text'], result: 'pg_catalog.text', access: 'drivers' },
]

export const ownerFunctions: readonly string[] = [
  'base64url_encode',
  'base64url_decode',
  'bytes_to_numeric',
  'numeric_to_bytes',
  'bit_length_of',
  'reverse_bytes',
  'inverse_modulo',
  'rsa_key_problem',
  'rsa_derive',
  'rsa_power',
  'rsa_pss_matches',
  'rsa_verify',
  'rsa_register',
  'ed25519_small_order',
  'ed25519_decompress',
  'ed25519_entries',
  'ed25519_multiply',
  'ed25519_multiples',
  'ed25519_key_problem',
  'ed25519_verify',
  'ed25519_register',
  'ecdsa_curve',
  'ecdsa_coordinate',
  'ecdsa_digits',
  'ecdsa_multiples',
  'ecdsa_steps',
  'ecdsa_sum',
  'ecdsa_complete_sum',
  'ecdsa_key_problem',
  'ecdsa_verify',
  'ecdsa_register',
  'canonical_algorithm',
  'key_type',
  'jwk_algorithm',
  'public_jwk',
  'jwk_problem',
  'derive_values',
  'verify_with_key',
  'verify_signature',
  'register_jwk',
  'retire_jwk',
  'connection_jwk',
  'audit_log',
  'allow_connection_jwk',
  'hmac_pad',
  'hmac_sha256',
  'mac',
  'same_mac',
  'instant',
  'new_secret',
  'rotate_secret',
  'refuse',
  'refuse_malformed',
  'printable',
  'check_header',
  'check_times',
  'check_claims',
  'is_unstorable',
  'check_claims_text',
  'token_key',
  'verify_token',
  'put_session',
  'refuse_ticket',
  'refuse_other_subject',
  'write_audit',
]

export const databaseTables: readonly string[] = [
  'jwks',
  'secrets',
  'verification_settings',
  'rsa_keys',
  'ed25519_keys',
  'ed25519_key_points',
  'ed25519_base_points',
  'ecdsa_base_points',
  'ecdsa_key_points',
]

const rolesCreate = `-- Roles belong to the whole server: another database may be creating them at this moment.
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
$rowauth$;`

const rolesMemberships = `-- The login role may take the two others and inherits nothing from them.
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
$rowauth$;`

const rolesCheck = `-- Roles that were here before keep their attributes; the ones that would void row-level security are refused.
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
$rowauth$;`

const commonSchema = `-- The schema itself. Refuses one that belongs to somebody else, and a step backwards in version or verification.
do $rowauth$
declare
  this_version constant pg_catalog.int4 := :version;
  this_mode constant pg_catalog.text := :'verification';
  schema_name constant pg_catalog.text := :'auth';
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
      raise exception 'schema % is installed in % mode, and this script is for % mode',
        quote_ident(schema_name), installed[2], this_mode
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Apply the script for the same mode, run "rowauth switch", or install into another schema.';
    end if;
  else
    if mark is not null then
      foreign_object := 'it carries a comment of its own';
    else
      select 'it holds the table ' || c.relname into foreign_object
      from pg_class c
      where c.relnamespace = schema_id
        and c.relname in (
          'users')
      order by c.relname
      limit 1;
    end if;
    if foreign_object is null then
      select 'it holds the function ' || p.proname || coalesce(' of extension ' || quote_ident(e.extname), '')
      into foreign_object
      from pg_proc p
        left join pg_depend d
          on d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
        left join pg_extension e on e.oid = d.refobjid
      where p.pronamespace = schema_id
        and p.proname in (
          'session', 'jwt', 'user_id', 'uid',
          'organization', 'organization_id', 'init', 'jwt_session_init')
      order by p.proname
      limit 1;
    end if;
    if foreign_object is not null then
      raise exception 'schema % was not made by rowauth: %', quote_ident(schema_name), foreign_object
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Adopt it (rowauth init --adopt), or install into a schema of another name; nothing was changed.';
    end if;
    execute format('comment on schema %I is %L', schema_name, 'rowauth auth schema, version 0, ' || this_mode);
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

const commonSchemaRevokes = `revoke create on schema :"auth" from public;`

const commonSchemaGrants = `grant usage on schema :"auth" to :"authenticated", :"anonymous";`

const applicationSession = `-- The claims, or JSON null without any. A setting that has ended with its transaction reads '', not NULL.
create or replace function :"auth".session() returns pg_catalog.jsonb
language sql stable parallel safe
return cast(
  case
    when pg_catalog.current_setting('request.jwt.claims', true) operator(pg_catalog.<>) ''
      then pg_catalog.current_setting('request.jwt.claims', true)
    else 'null'
  end as pg_catalog.jsonb
);`

const claimsJwt = `create or replace function :"auth".jwt() returns pg_catalog.jsonb
language sql stable parallel safe
return :"auth".session();`

const claimsUserId = `-- \`sub\` where it is a string. The strict path looks into an object only; the lax one would unwrap arrays.
create or replace function :"auth".user_id() returns pg_catalog.text
language sql stable parallel safe
return pg_catalog.jsonb_path_query_first(
  :"auth".session(),
  cast('strict $.sub ? (@.type() == "string")' as pg_catalog.jsonpath),
  cast('{}' as pg_catalog.jsonb),
  true
) operator(pg_catalog.#>>) cast('{}' as pg_catalog.text[]);`

const claimsUid = `-- \`sub\` where it is a UUID: with hyphens, and then also in braces or as a URN, or as 32 digits. All else is no match
-- and so NULL.
create or replace function :"auth".uid() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    pg_catalog.regexp_replace(:"auth".user_id() collate pg_catalog."C", '^urn:uuid:(?=.{36}$)', ''),
    '^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
    '|[{][0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]'
    '|[0-9a-fA-F]{32})$'
  ) as pg_catalog.uuid
);`

const claimsOrganization = `-- The active organization: the claim \`o\` where it is an object.
create or replace function :"auth".organization() returns pg_catalog.jsonb
language sql stable parallel safe
return pg_catalog.jsonb_path_query_first(
  :"auth".session(),
  cast('strict $.o ? (@.type() == "object")' as pg_catalog.jsonpath),
  cast('{}' as pg_catalog.jsonb),
  true
);`

const claimsOrganizationId = `-- The claim \`o.id\` where it is a UUID, written in one of the ways that uid() takes.
create or replace function :"auth".organization_id() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    pg_catalog.regexp_replace(
      (
        pg_catalog.jsonb_path_query_first(
          :"auth".session(),
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
);`

const applicationInit = `create or replace function :"auth".init() returns pg_catalog.void
language plpgsql set search_path = ''
as $rowauth$
begin
  raise exception 'the database does not verify tokens: its auth schema is installed in application mode'
    using errcode = 'feature_not_supported',
      hint = 'Verify the token in the application, or install the auth schema with verification by the database.';
end
$rowauth$;`

const applicationJwtSessionInit = `create or replace function :"auth".jwt_session_init(jwt pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = ''
as $rowauth$
begin
  raise exception 'the database does not verify tokens: its auth schema is installed in application mode'
    using errcode = 'feature_not_supported',
      hint = 'Verify the token in the application, or install the auth schema with verification by the database.';
end
$rowauth$;`

const commonFunctionRevokes = `revoke execute on function
  :"auth".session(), :"auth".jwt(), :"auth".user_id(), :"auth".uid(),
  :"auth".organization(), :"auth".organization_id(), :"auth".init(), :"auth".jwt_session_init(pg_catalog.text)
from public;`

const commonFunctionGrants = `-- Policies call these as the role that runs the query.
grant execute on function
  :"auth".session(), :"auth".jwt(), :"auth".user_id(), :"auth".uid(),
  :"auth".organization(), :"auth".organization_id(), :"auth".init(), :"auth".jwt_session_init(pg_catalog.text)
to :"authenticated", :"anonymous";`

const commonVersion = `-- Last, so that an installation which broke off does not look finished.
comment on schema :"auth" is :'mark';`

const commonSchema2 = `-- The schema itself. Refuses one that belongs to somebody else, and a step backwards in version or verification.
do $rowauth$
declare
  this_version constant pg_catalog.int4 := :version;
  this_mode constant pg_catalog.text := :'verification';
  schema_name constant pg_catalog.text := :'auth';
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
      raise exception 'schema % is installed in % mode, and this script is for % mode',
        quote_ident(schema_name), installed[2], this_mode
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Apply the script for the same mode, run "rowauth switch", or install into another schema.';
    end if;
  else
    if mark is not null then
      foreign_object := 'it carries a comment of its own';
    else
      select 'it holds the table ' || c.relname into foreign_object
      from pg_class c
      where c.relnamespace = schema_id
        and c.relname in (
          'users', 'jwks', 'secrets', 'verification_settings',
          'rsa_keys', 'ed25519_keys', 'ed25519_key_points', 'ed25519_base_points',
          'ecdsa_base_points', 'ecdsa_key_points')
      order by c.relname
      limit 1;
    end if;
    if foreign_object is null then
      select 'it holds the function ' || p.proname || coalesce(' of extension ' || quote_ident(e.extname), '')
      into foreign_object
      from pg_proc p
        left join pg_depend d
          on d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
        left join pg_extension e on e.oid = d.refobjid
      where p.pronamespace = schema_id
        and p.proname in (
          'session', 'jwt', 'user_id', 'uid',
          'organization', 'organization_id', 'init', 'jwt_session_init',
          'open_session', 'base64url_encode', 'base64url_decode', 'bytes_to_numeric',
          'numeric_to_bytes', 'bit_length_of', 'reverse_bytes', 'inverse_modulo',
          'rsa_key_problem', 'rsa_derive', 'rsa_power', 'rsa_pss_matches',
          'rsa_verify', 'rsa_register', 'ed25519_small_order', 'ed25519_decompress',
          'ed25519_entries', 'ed25519_multiply', 'ed25519_multiples', 'ed25519_key_problem',
          'ed25519_verify', 'ed25519_register', 'ecdsa_curve', 'ecdsa_coordinate',
          'ecdsa_digits', 'ecdsa_multiples', 'ecdsa_steps', 'ecdsa_sum',
          'ecdsa_complete_sum', 'ecdsa_key_problem', 'ecdsa_verify', 'ecdsa_register',
          'canonical_algorithm', 'key_type', 'jwk_algorithm', 'public_jwk',
          'jwk_problem', 'derive_values', 'verify_with_key', 'verify_signature',
          'register_jwk', 'retire_jwk', 'connection_jwk', 'audit_log',
          'allow_connection_jwk', 'hmac_pad', 'hmac_sha256', 'mac',
          'same_mac', 'instant', 'new_secret', 'rotate_secret',
          'refuse', 'refuse_malformed', 'printable', 'check_header',
          'check_times', 'check_claims', 'is_unstorable', 'check_claims_text',
          'token_key', 'verify_token', 'put_session', 'refuse_ticket',
          'refuse_other_subject', 'write_audit')
      order by p.proname
      limit 1;
    end if;
    if foreign_object is not null then
      raise exception 'schema % was not made by rowauth: %', quote_ident(schema_name), foreign_object
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Adopt it (rowauth init --adopt), or install into a schema of another name; nothing was changed.';
    end if;
    execute format('comment on schema %I is %L', schema_name, 'rowauth auth schema, version 0, ' || this_mode);
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

const databaseTablesLoginGrants = `-- Sessions are opened before a role is taken, by whatever role an application logs in as. It finds nothing else here
-- that it may use.
grant usage on schema :"auth" to public;`

const databaseTablesJwks = `-- The registered public keys (RFC 7517), each with what its tokens must say. \`jwk\` has public members only.
create table if not exists :"auth".jwks (
  id pg_catalog.int8 generated always as identity primary key,
  kid pg_catalog.text check (kid operator(pg_catalog.<>) ''),
  alg pg_catalog.text not null,
  jwk pg_catalog.jsonb not null,
  issuer pg_catalog.text check (issuer operator(pg_catalog.<>) ''),
  audience pg_catalog.text[] check (audience operator(pg_catalog.<>) '{}'),
  not_before pg_catalog.timestamptz,
  not_after pg_catalog.timestamptz,
  registered_at pg_catalog.timestamptz not null default pg_catalog.now()
);`

const databaseTablesJwksNames = `-- Neither of the two is ever empty, so '' stands for NULL here: \`nulls not distinct\` came with PostgreSQL 15.
create unique index if not exists jwks_names on :"auth".jwks (coalesce(kid, ''), coalesce(issuer, ''));`

const databaseTablesSecrets = `-- What seals and tickets are made with: a secret for each key, so that they end with the key; without a key id, the one
-- of keys that connections bring along. The id is random and changes with the secret. The pads are those of HMAC. Elsewhere
-- than where it was made, a secret has come with a dump or a copy, which others may have: \`rowauth doctor\` looks at that.
create table if not exists :"auth".secrets (
  id pg_catalog.text collate pg_catalog."C" primary key,
  key_id pg_catalog.int8 unique references :"auth".jwks on delete cascade,
  inner_pad pg_catalog.bytea not null,
  outer_pad pg_catalog.bytea not null,
  made_in pg_catalog.text not null
);`

const databaseTablesVerificationSettings = `create table if not exists :"auth".verification_settings (
  only_row pg_catalog.bool primary key default true check (only_row),
  audit_log pg_catalog.bool not null default false,
  allow_connection_jwk pg_catalog.bool not null default false
);`

const databaseRsaKeys = `-- What verifying with a registered RSA key needs, computed once; see rsa_derive().
create table if not exists :"auth".rsa_keys (
  key_id pg_catalog.int8 primary key references :"auth".jwks on delete cascade,
  modulus pg_catalog.numeric not null,
  exponent pg_catalog.int8 not null,
  modulus_bits pg_catalog.int4 not null,
  modulus_digits pg_catalog.int4 not null,
  reciprocal pg_catalog.numeric not null,
  encoded_message pg_catalog.numeric not null
);`

const databaseEd25519Keys = `-- The registered Ed25519 keys, as they are hashed.
create table if not exists :"auth".ed25519_keys (
  key_id pg_catalog.int8 primary key references :"auth".jwks on delete cascade,
  public_key pg_catalog.bytea not null
);`

const databaseEd25519KeyPoints = `-- Multiples of the opposite of each registered key, in radix 100: digit 1 to 50 at places 0 to 38.
-- See ed25519_multiples().
create table if not exists :"auth".ed25519_key_points (
  key_id pg_catalog.int8 not null references :"auth".ed25519_keys on delete cascade,
  entry pg_catalog.int4 not null,
  y_plus_x pg_catalog.numeric not null,
  y_minus_x pg_catalog.numeric not null,
  xy2d pg_catalog.numeric not null,
  primary key (key_id, entry)
);`

const databaseEd25519BasePoints = `-- Multiples of the base point, in radix 1000: digits 1 to 500 at places 0 to 25. See ed25519_multiples().
create table if not exists :"auth".ed25519_base_points (
  entry pg_catalog.int4 primary key,
  y_plus_x pg_catalog.numeric not null,
  y_minus_x pg_catalog.numeric not null,
  xy2d pg_catalog.numeric not null
);`

const databaseEcdsaBasePoints = `-- Multiples of the base point of each curve; ecdsa_multiples() says which.
create table if not exists :"auth".ecdsa_base_points (
  alg pg_catalog.text collate pg_catalog."C" not null,
  entry pg_catalog.int4 not null,
  x pg_catalog.numeric not null,
  y pg_catalog.numeric not null,
  primary key (alg, entry)
);`

const databaseEcdsaKeyPoints = `-- Multiples of the point of each registered key; ecdsa_multiples() says which.
create table if not exists :"auth".ecdsa_key_points (
  key_id pg_catalog.int8 not null references :"auth".jwks on delete cascade,
  entry pg_catalog.int4 not null,
  x pg_catalog.numeric not null,
  y pg_catalog.numeric not null,
  primary key (key_id, entry)
);`

const databaseTablesOwnerOnly = `-- The tables, and all functions but the public ones, belong to the owner alone, whatever default privileges say.
do $rowauth$
declare
  schema_name constant pg_catalog.text := :'auth';
  object pg_catalog.text;
  grantee pg_catalog.text;
  owners pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  select case when count(*) > 1 then string_agg(quote_ident(rolname), ', ' order by rolname) end into owners
  from pg_roles
  where oid in (
    select c.relowner from pg_class c
    where c.relnamespace = to_regnamespace(quote_ident(schema_name)) and c.relname in (
      'jwks', 'secrets', 'verification_settings', 'rsa_keys',
      'ed25519_keys', 'ed25519_key_points', 'ed25519_base_points', 'ecdsa_base_points',
      'ecdsa_key_points')
    union all
    select p.proowner from pg_proc p
    where p.pronamespace = to_regnamespace(quote_ident(schema_name)) and p.proname in (
      'session', 'jwt', 'user_id', 'uid',
      'organization', 'organization_id', 'init', 'jwt_session_init',
      'open_session', 'base64url_encode', 'base64url_decode', 'bytes_to_numeric',
      'numeric_to_bytes', 'bit_length_of', 'reverse_bytes', 'inverse_modulo',
      'rsa_key_problem', 'rsa_derive', 'rsa_power', 'rsa_pss_matches',
      'rsa_verify', 'rsa_register', 'ed25519_small_order', 'ed25519_decompress',
      'ed25519_entries', 'ed25519_multiply', 'ed25519_multiples', 'ed25519_key_problem',
      'ed25519_verify', 'ed25519_register', 'ecdsa_curve', 'ecdsa_coordinate',
      'ecdsa_digits', 'ecdsa_multiples', 'ecdsa_steps', 'ecdsa_sum',
      'ecdsa_complete_sum', 'ecdsa_key_problem', 'ecdsa_verify', 'ecdsa_register',
      'canonical_algorithm', 'key_type', 'jwk_algorithm', 'public_jwk',
      'jwk_problem', 'derive_values', 'verify_with_key', 'verify_signature',
      'register_jwk', 'retire_jwk', 'connection_jwk', 'audit_log',
      'allow_connection_jwk', 'hmac_pad', 'hmac_sha256', 'mac',
      'same_mac', 'instant', 'new_secret', 'rotate_secret',
      'refuse', 'refuse_malformed', 'printable', 'check_header',
      'check_times', 'check_claims', 'is_unstorable', 'check_claims_text',
      'token_key', 'verify_token', 'put_session', 'refuse_ticket',
      'refuse_other_subject', 'write_audit')
  );
  if owners is not null then
    raise exception 'the objects of schema % have several owners: %', quote_ident(schema_name), owners
      using errcode = 'object_not_in_prerequisite_state',
        hint = 'Give all of them to one role, and apply the script as that role.';
  end if;

  for object, grantee in
    select 'table ' || c.oid::regclass, case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end
    from pg_class c, aclexplode(c.relacl) acl
    where c.relnamespace = to_regnamespace(quote_ident(schema_name)) and acl.grantee <> c.relowner
      and c.relname in (
        'jwks', 'secrets', 'verification_settings', 'rsa_keys',
        'ed25519_keys', 'ed25519_key_points', 'ed25519_base_points', 'ecdsa_base_points',
        'ecdsa_key_points')
    union
    select 'function ' || p.oid::regprocedure, case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end
    from pg_proc p, aclexplode(p.proacl) acl
    where p.pronamespace = to_regnamespace(quote_ident(schema_name)) and acl.grantee <> p.proowner
      and p.proname in (
        'base64url_encode', 'base64url_decode', 'bytes_to_numeric', 'numeric_to_bytes',
        'bit_length_of', 'reverse_bytes', 'inverse_modulo', 'rsa_key_problem',
        'rsa_derive', 'rsa_power', 'rsa_pss_matches', 'rsa_verify',
        'rsa_register', 'ed25519_small_order', 'ed25519_decompress', 'ed25519_entries',
        'ed25519_multiply', 'ed25519_multiples', 'ed25519_key_problem', 'ed25519_verify',
        'ed25519_register', 'ecdsa_curve', 'ecdsa_coordinate', 'ecdsa_digits',
        'ecdsa_multiples', 'ecdsa_steps', 'ecdsa_sum', 'ecdsa_complete_sum',
        'ecdsa_key_problem', 'ecdsa_verify', 'ecdsa_register', 'canonical_algorithm',
        'key_type', 'jwk_algorithm', 'public_jwk', 'jwk_problem',
        'derive_values', 'verify_with_key', 'verify_signature', 'register_jwk',
        'retire_jwk', 'connection_jwk', 'audit_log', 'allow_connection_jwk',
        'hmac_pad', 'hmac_sha256', 'mac', 'same_mac',
        'instant', 'new_secret', 'rotate_secret', 'refuse',
        'refuse_malformed', 'printable', 'check_header', 'check_times',
        'check_claims', 'is_unstorable', 'check_claims_text', 'token_key',
        'verify_token', 'put_session', 'refuse_ticket', 'refuse_other_subject',
        'write_audit')
  loop
    execute format('revoke all on %s from %s', object, grantee);
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

const databaseTablesDefaultSettings = `insert into :"auth".verification_settings default values on conflict do nothing;`

const databaseBytesBase64urlEncode = `-- Base64url without padding: RFC 7515, section 2.
create or replace function :"auth".base64url_encode(bytes pg_catalog.bytea) returns pg_catalog.text
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  -- encode() pads with \`=\` and breaks the line after 76 characters; translate() drops what has no counterpart.
  return translate(encode(bytes, 'base64'), '+/=' || chr(10), '-_');
end
$rowauth$;`

const databaseBytesBase64urlDecode = `-- Unpadded base64url, RFC 7515, section 2; NULL for every text but the one that encoding the bytes gives. decode() by
-- itself would overlook white space, and bits after the last byte.
create or replace function :"auth".base64url_decode(text pg_catalog.text) returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  last_group constant int4 := length(text) % 4;
  bytes bytea;
begin
  if (last_group <> 1 and text collate "C" ~ '^[A-Za-z0-9_-]*$') is not true then
    return null;
  end if;
  bytes := decode(translate(text, '-_', '+/') || repeat('=', (4 - last_group) % 4), 'base64');
  if (:"auth".base64url_encode(bytes) collate "C" = text) is not true then
    return null;
  end if;
  return bytes;
end
$rowauth$;`

const databaseBytesBytesToNumeric = `-- An unsigned big-endian integer: OS2IP of RFC 8017, section 4.2.
create or replace function :"auth".bytes_to_numeric(bytes pg_catalog.bytea) returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  hex text := encode(bytes, 'hex');
  value numeric := 0;
begin
  if hex = '' then
    return 0;
  end if;

  -- PostgreSQL 16 reads hexadecimal integers.
  if current_setting('server_version_num')::int4 >= 160000 then
    return ('0x' || hex)::numeric;
  end if;

  -- Until then: seven bytes at a time, which fit into int8 without its sign bit.
  hex := repeat('0', (14 - length(hex) % 14) % 14) || hex;
  for place in 1 .. length(hex) by 14 loop
    value := value * 72057594037927936 + ('x' || substr(hex, place, 14))::bit(56)::int8;
  end loop;
  return value;
end
$rowauth$;`

const databaseBytesNumericToBytes = `-- A non-negative integer as \`length\` bytes, big-endian: I2OSP of RFC 8017, section 4.1.
create or replace function :"auth".numeric_to_bytes(value pg_catalog.numeric, length pg_catalog.int4)
returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- Six bytes at a time: a divisor of four of the decimal digits of \`numeric\`, in base 10000, has a fast path.
  base constant numeric := 281474976710656;
  chunks constant int4 := (length + 5) / 6;
  rest numeric := value;
  quotient numeric;
  hex text := '';
begin
  -- NaN is larger than infinity.
  if (value >= 0 and value < 'Infinity' and value = trunc(value) and length >= 0) is not true then
    raise exception 'only a non-negative integer has big-endian bytes' using errcode = 'numeric_value_out_of_range';
  end if;

  for chunk in 1 .. chunks loop
    quotient := div(rest, base);
    hex := lpad(to_hex((rest - quotient * base)::int8), 12, '0') || hex;
    rest := quotient;
  end loop;

  -- What the first chunk has too much.
  if rest <> 0 or left(hex, 12 * chunks - 2 * length) <> repeat('0', 12 * chunks - 2 * length) then
    raise exception 'the integer does not fit into the bytes' using errcode = 'numeric_value_out_of_range';
  end if;
  return decode(right(hex, 2 * length), 'hex');
end
$rowauth$;`

const databaseBytesBitLengthOf = `-- The number of bits of an unsigned big-endian integer, without leading zeros.
create or replace function :"auth".bit_length_of(bytes pg_catalog.bytea) returns pg_catalog.int4
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return length(ltrim(('x' || encode(bytes, 'hex'))::varbit::text, '0'));
end
$rowauth$;`

const databaseBytesReverseBytes = `-- The bytes in reverse order: RFC 8032 writes integers with the lowest byte first.
create or replace function :"auth".reverse_bytes(bytes pg_catalog.bytea) returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  hex constant text := encode(bytes, 'hex');
  reversed text := '';
begin
  for place in 1 .. length(hex) by 2 loop
    reversed := substr(hex, place, 2) || reversed;
  end loop;
  return decode(reversed, 'hex');
end
$rowauth$;`

const databaseArithmeticInverseModulo = `-- The inverse of a number modulo a prime: the extended Euclidean algorithm (Handbook of Applied Cryptography, algorithm
-- 2.142). Throughout, larger = a * value and smaller = b * value modulo the prime.
create or replace function :"auth".inverse_modulo(value pg_catalog.numeric, prime pg_catalog.numeric)
returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  larger numeric := prime;
  smaller numeric := value;
  a numeric := 0;
  b numeric := 1;
  quotient numeric;
begin
  if (value > 0 and value < prime) is not true then
    raise exception 'the number has no inverse' using errcode = 'internal_error';
  end if;

  -- Two divisions a turn: each makes the larger of the two the smaller one.
  loop
    exit when smaller = 1;
    quotient := div(larger, smaller);
    larger := larger - quotient * smaller;
    a := a - quotient * b;
    if larger = 1 then
      b := a;
      exit;
    end if;
    quotient := div(smaller, larger);
    smaller := smaller - quotient * larger;
    b := b - quotient * a;
  end loop;
  return case when b < 0 then b + prime else b end;
end
$rowauth$;`

const databaseRsaKeyProblem = `-- Why an RSA public key (RFC 7518, section 6.3.1) is refused, or NULL. FIPS 186-5, section 5.1, asks for 2048 bits and
-- more, and for an odd exponent above 2^16; the upper limits bound what one signature costs.
create or replace function :"auth".rsa_key_problem(jwk pg_catalog.jsonb, alg pg_catalog.text)
returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- 4096 bits are 683 characters; leave room for a leading zero byte, which some issuers write.
  longest constant int4 := 700;
  modulus bytea;
  exponent bytea;
  modulus_bits int4;
  exponent_bits int4;
begin
  if (alg in ('RS256', 'PS256')) is not true then
    return 'the algorithm is not RS256 or PS256';
  end if;
  if (jsonb_typeof(jwk) = 'object' and jwk ->> 'kty' = 'RSA') is not true then
    return 'the key is not an RSA key';
  end if;
  if (jsonb_typeof(jwk -> 'n') = 'string' and jsonb_typeof(jwk -> 'e') = 'string') is not true then
    return 'the modulus or the exponent is missing';
  end if;
  if (length(jwk ->> 'n') <= longest) is not true then
    return 'the modulus has more than 4096 bits';
  end if;
  if (length(jwk ->> 'e') <= longest) is not true then
    return 'the exponent has more than 63 bits';
  end if;

  modulus := :"auth".base64url_decode(jwk ->> 'n');
  exponent := :"auth".base64url_decode(jwk ->> 'e');
  if modulus is null or exponent is null then
    return 'the modulus or the exponent is not base64url';
  end if;

  modulus_bits := :"auth".bit_length_of(modulus);
  exponent_bits := :"auth".bit_length_of(exponent);
  return case
    when (modulus_bits >= 2048) is not true then 'the modulus has fewer than 2048 bits'
    when (modulus_bits <= 4096) is not true then 'the modulus has more than 4096 bits'
    when (get_byte(modulus, length(modulus) - 1) % 2 = 1) is not true then 'the modulus is even'
    when (exponent_bits >= 17) is not true then 'the exponent is less than 65537'
    when (exponent_bits <= 63) is not true then 'the exponent has more than 63 bits'
    when (get_byte(exponent, length(exponent) - 1) % 2 = 1) is not true then 'the exponent is even'
  end;
end
$rowauth$;`

const databaseRsaDerive = `-- The values that verifying takes from a public key which rsa_key_problem() has found no fault with.
create or replace function :"auth".rsa_derive(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns :"auth".rsa_keys
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- DER of DigestInfo up to the hash, for SHA-256: RFC 8017, section 9.2, note 1.
  digest_info constant text := '3031300d060960864801650304020105000420';
  hash_bytes constant int4 := 32;
  modulus constant bytea := :"auth".base64url_decode(jwk ->> 'n');
  key :"auth".rsa_keys;
  places int4;
begin
  key.key_id := key_id;
  key.modulus := :"auth".bytes_to_numeric(modulus);
  key.exponent := :"auth".bytes_to_numeric(:"auth".base64url_decode(jwk ->> 'e'));
  key.modulus_bits := :"auth".bit_length_of(modulus);
  key.modulus_digits := length(key.modulus::text);

  -- Of 1 / modulus the digits that rsa_power() needs. As a text, since division would stop at a scale of 1000.
  places := 2 * key.modulus_digits + 2;
  key.reciprocal :=
    ('0.' || lpad(div(('1' || repeat('0', places))::numeric, key.modulus)::text, places, '0'))::numeric;

  -- The whole encoded message of RS256 with a hash of zero: 00 01 ff … ff 00, DigestInfo, hash.
  key.encoded_message := :"auth".bytes_to_numeric(decode(
    '0001'
      || repeat('ff', (key.modulus_bits + 7) / 8 - 3 - length(digest_info) / 2 - hash_bytes)
      || '00' || digest_info || repeat('00', hash_bytes),
    'hex'
  ));
  return key;
end
$rowauth$;`

const databaseRsaPower = `-- base ^ exponent mod modulus, RSAVP1 of RFC 8017, section 5.2.2: square and multiply, from the exponent's first bit.
--
-- Remainders are Barrett's (Handbook of Applied Cryptography, algorithm 14.42), in decimal: three multiplications cost
-- less than one \`%\` of numbers this long, on PostgreSQL 15 half of it. With D the digits of the modulus n, and r = 1/n
-- cut off after 2D+2 places, take for a product x < 4n² as quotient q = trunc(x' r), where x' is x without its last D-2
-- digits. Then x/n - q is not negative, and the sum of three errors: below 10^(D-2) / n <= 0.1 for the digits of x,
-- below 4n² 10^-(2D+2) < 0.04 for those of r, below 1 for trunc(). So x - qn is congruent to x and less than 2n, and two
-- such numbers have a product below 4n² again.
create or replace function :"auth".rsa_power(base pg_catalog.numeric, key :"auth".rsa_keys)
returns pg_catalog.numeric
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  modulus constant numeric := key.modulus;
  reciprocal constant numeric := key.reciprocal;
  cut constant int4 := 2 - key.modulus_digits;
  bits constant text := ltrim(key.exponent::bit(64)::text, '0');
  power numeric := base;
  product numeric;
begin
  for place in 2 .. length(bits) loop
    product := power * power;
    power := product - trunc(trunc(product, cut) * reciprocal) * modulus;
    if substr(bits, place, 1) = '1' then
      product := power * base;
      power := product - trunc(trunc(product, cut) * reciprocal) * modulus;
    end if;
  end loop;
  return mod(power, modulus);
end
$rowauth$;`

const databaseRsaPssMatches = `-- EMSA-PSS-VERIFY of RFC 8017, section 9.1.2, as PS256 has it (RFC 7518, section 3.5): SHA-256 for the message and for
-- MGF1, and a salt as long as the hash. \`encoded\` holds \`encoded_bits\` bits in as few bytes as they fit in.
--
--   encoded = (zeros, 01, salt) xor MGF1(hash), hash, bc     where hash = SHA-256(eight zero bytes, digest, salt)
create or replace function :"auth".rsa_pss_matches(
  encoded pg_catalog.bytea,
  encoded_bits pg_catalog.int4,
  digest pg_catalog.bytea
) returns pg_catalog.bool
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  encoded_length constant int4 := length(encoded);
  block_length constant int4 := encoded_length - 33;
  -- Bits of the first byte that are beyond the number's length.
  unused constant int4 := 8 * encoded_length - encoded_bits;
  -- Zeros and the byte 01 in front of the salt.
  padding_bits constant int4 := 8 * (block_length - 32);
  hash constant bytea := substring(encoded from block_length + 1 for 32);
  mask text;
  block varbit;
  salt bytea;
begin
  if (
    encoded_bits >= 8 * 32 + 8 * 32 + 9
    and unused between 0 and 7
    and get_byte(encoded, encoded_length - 1) = 188
    and get_byte(encoded, 0) >> (8 - unused) = 0
  ) is not true then
    return false;
  end if;

  -- MGF1: RFC 8017, appendix B.2.1.
  select string_agg(encode(sha256(hash || int4send(counter)), 'hex'), '' order by counter)
  into strict mask
  from generate_series(0, (block_length - 1) / 32) counter;
  block := ('x' || encode(substring(encoded from 1 for block_length), 'hex'))::varbit
    # ('x' || left(mask, 2 * block_length))::varbit;

  if (
    substring(block from unused + 1 for padding_bits - unused) = lpad('1', padding_bits - unused, '0')::varbit
  ) is not true then
    return false;
  end if;

  -- Bits become bytes by way of int8.
  select decode(string_agg(lpad(to_hex(part.bits::bit(64)::int8), 16, '0'), '' order by part.place), 'hex')
  into strict salt
  from (
    select place, substring(block from padding_bits + 1 + place for 64) as bits
    from generate_series(0, 192, 64) place
  ) part;

  return sha256(decode(repeat('00', 8), 'hex') || digest || salt) = hash;
end
$rowauth$;`

const databaseRsaVerify = `-- Whether a signature of RS256 or PS256 is genuine: RFC 8017, sections 8.2.2 and 8.1.2. A registered key is taken from
-- its derived values, another one from the JWK.
create or replace function :"auth".rsa_verify(
  key_id pg_catalog.int8,
  jwk pg_catalog.jsonb,
  alg pg_catalog.text,
  message pg_catalog.bytea,
  signature pg_catalog.bytea
) returns pg_catalog.bool
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  key :"auth".rsa_keys;
  representative numeric;
  digest bytea;
  encoded bytea;
begin
  if key_id is null then
    if :"auth".rsa_key_problem(jwk, alg) is not null then
      return false;
    end if;
    key := :"auth".rsa_derive(null, jwk);
  else
    select k.* into key from :"auth".rsa_keys k where k.key_id = rsa_verify.key_id;
    if not found then
      raise exception 'the derived values of RSA key % are missing', key_id using errcode = 'internal_error';
    end if;
  end if;

  -- Exactly as many bytes as the modulus, and a number below it, so that a signature can be written in one way only.
  if (length(signature) = (key.modulus_bits + 7) / 8) is not true then
    return false;
  end if;
  representative := :"auth".bytes_to_numeric(signature);
  if (representative < key.modulus) is not true then
    return false;
  end if;

  digest := sha256(message);
  representative := :"auth".rsa_power(representative, key);
  if alg = 'RS256' then
    -- The encoded message is compared as a whole and never parsed: nothing in it can be anything else.
    return (representative = key.encoded_message + :"auth".bytes_to_numeric(digest)) is true;
  end if;
  if alg = 'PS256' then
    encoded := :"auth".numeric_to_bytes(representative, length(signature));
    -- The encoded message has a bit less than the modulus, which may be a byte less.
    if key.modulus_bits % 8 = 1 then
      if (get_byte(encoded, 0) = 0) is not true then
        return false;
      end if;
      encoded := substring(encoded from 2);
    end if;
    return :"auth".rsa_pss_matches(encoded, key.modulus_bits - 1, digest) is true;
  end if;
  return false;
end
$rowauth$;`

const databaseRsaRegister = `-- Makes or remakes the derived values of a registered key.
create or replace function :"auth".rsa_register(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns pg_catalog.void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  delete from :"auth".rsa_keys k where k.key_id = rsa_register.key_id;
  insert into :"auth".rsa_keys select d.* from :"auth".rsa_derive(rsa_register.key_id, rsa_register.jwk) d;
end
$rowauth$;`

const databaseEd25519SmallOrder = `-- Whether a point with this y has an order of 1, 2, 4 or 8: there are eight such points, and they have five y.
create or replace function :"auth".ed25519_small_order(y pg_catalog.numeric) returns pg_catalog.bool
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return y in (
    1,
    57896044618658097711785492504343953926634992332820282019728792003956564819948,
    0,
    2707385501144840649318225287225658788936804267575313519463743609750303402022,
    55188659117513257062467267217118295137698188065244968500265048394206261417927
  );
end
$rowauth$;`

const databaseEd25519Decompress = `-- The point (x, y) of an encoded one, or NULL where there is none: RFC 8032, section 5.1.3. Only the canonical encoding
-- counts, with y < p and no sign for x = 0.
create or replace function :"auth".ed25519_decompress(encoded pg_catalog.bytea) returns pg_catalog.numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  d constant numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
  root_of_minus_1 constant numeric :=
    19681161376707505956807079304988542015446066515923890162744021073123829784752;
  sign_bit constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819968;
  sign int4;
  x numeric;
  y numeric;
  u numeric;
  v numeric;
  base numeric;
  power numeric;
  ones int4 := 1;
begin
  if length(encoded) <> 32 then
    return null;
  end if;
  y := :"auth".bytes_to_numeric(:"auth".reverse_bytes(encoded));
  sign := get_byte(encoded, 31) >> 7;
  y := y - sign * sign_bit;
  if y >= p then
    return null;
  end if;

  -- x² = u / v, and the candidate for its root is x = u v³ (u v⁷)^((p - 5) / 8).
  u := (y * y - 1 + p) % p;
  v := (y * y % p * d + 1) % p;
  base := v * v % p;
  base := base * base % p * base % p * v % p * u % p;

  -- (p - 5) / 8 = 2^252 - 3 = 4 (2^250 - 1) + 1. \`power\` is \`base\` to a number of as many binary ones as \`ones\` says.
  -- They are doubled in number, and made one more where the next bit of 250 = 11111010 in binary is set.
  power := base;
  for bit in 2 .. 8 loop
    x := power;
    for squaring in 1 .. ones loop
      x := x * x % p;
    end loop;
    power := x * power % p;
    ones := 2 * ones;
    if substr('11111010', bit, 1) = '1' then
      power := power * power % p * base % p;
      ones := ones + 1;
    end if;
  end loop;
  power := power * power % p;
  power := power * power % p * base % p;
  x := u * v % p * v % p * v % p * power % p;

  base := x * x % p * v % p;
  if base <> u then
    if (base + u) % p <> 0 then
      return null;
    end if;
    x := x * root_of_minus_1 % p;
  end if;

  if x = 0 and sign = 1 then
    return null;
  end if;
  if x % 2 <> sign then
    x := p - x;
  end if;
  return array[x, y];
end
$rowauth$;`

const databaseEd25519Entries = `-- A scalar as a sum of digit * (2 * half)^place with digits from -half to half - 1: the entries of the digits' absolute
-- values in a table of ed25519_multiples(), negative ones for negative digits, none for zeros. The radix 2 * half is a
-- power of ten, 10^\`width\`, since \`numeric\` is decimal: with \`half\` added at every place no digit is negative, and they
-- can be cut from the text.
create or replace function :"auth".ed25519_entries(
  scalar pg_catalog.numeric,
  width pg_catalog.int4,
  places pg_catalog.int4
) returns pg_catalog.int4[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  half_text constant text := rpad('5', width, '0');
  half constant int4 := half_text::int4;
  text constant text := (scalar + repeat(half_text, places)::numeric)::text;
  digits constant text := lpad(text, width * places, '0');
  entries int4[] := array[]::int4[];
  digit int4;
begin
  if length(text) > width * places then
    raise exception 'the scalar has too many digits' using errcode = 'internal_error';
  end if;
  for place in 0 .. places - 1 loop
    digit := substr(digits, width * (places - place - 1) + 1, width)::int4 - half;
    if digit > 0 then
      entries := entries || (place * half + digit);
    elsif digit < 0 then
      entries := entries || -(place * half - digit);
    end if;
  end loop;
  return entries;
end
$rowauth$;`

const databaseEd25519Multiply = `-- scalar * (x, y) in extended coordinates, for a key without a table: four doublings for each hexadecimal digit, and an
-- addition of a multiple from -8 to 7. Formulas and entries as in ed25519_multiples().
create or replace function :"auth".ed25519_multiply(
  scalar pg_catalog.numeric,
  x pg_catalog.numeric,
  y pg_catalog.numeric
) returns pg_catalog.numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  -- Remainders as in ed25519_verify().
  reciprocal constant numeric :=
    172723371101888892507727037256007991422320007288725627700474069403371836063305224e-157;
  cut constant int4 := -75;
  half constant int4 := 8;
  -- With eight added to each digit, all are positive.
  digits constant text := encode(
    :"auth".numeric_to_bytes(scalar + :"auth".bytes_to_numeric(decode(repeat('88', 32), 'hex')), 33),
    'hex'
  );
  sums numeric[];
  differences numeric[];
  products numeric[];
  digit int4;
  a numeric;
  b numeric;
  c numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
  z numeric := 1;
  t numeric := 0;
begin
  select
    array_agg(m.y_plus_x order by m.entry),
    array_agg(m.y_minus_x order by m.entry),
    array_agg(m.xy2d order by m.entry)
  into strict sums, differences, products
  from :"auth".ed25519_multiples(x, y, half, 1) m;

  x := 0;
  y := 1;
  for place in 1 .. 66 loop
    for doubling in 1 .. 4 loop
      a := x * x;
      b := y * y;
      e := 2 * x * y;
      g := b - a;
      f := g - 2 * z * z;
      h := -a - b;
      e := e - trunc(trunc(e, cut) * reciprocal) * p;
      f := f - trunc(trunc(f, cut) * reciprocal) * p;
      g := g - trunc(trunc(g, cut) * reciprocal) * p;
      h := h - trunc(trunc(h, cut) * reciprocal) * p;
      x := e * f;
      y := g * h;
      z := f * g;
      x := x - trunc(trunc(x, cut) * reciprocal) * p;
      y := y - trunc(trunc(y, cut) * reciprocal) * p;
      z := z - trunc(trunc(z, cut) * reciprocal) * p;
    end loop;

    -- Wanted by the addition, or by who takes the result.
    t := e * h;
    t := t - trunc(trunc(t, cut) * reciprocal) * p;

    digit := ('x' || lpad(substr(digits, place, 1), 8, '0'))::bit(32)::int4 - case when place > 2 then half else 0 end;
    continue when digit = 0;
    if digit > 0 then
      a := (y - x) * differences[digit];
      b := (y + x) * sums[digit];
      c := t * products[digit];
    else
      a := (y - x) * sums[-digit];
      b := (y + x) * differences[-digit];
      c := t * -products[-digit];
    end if;
    e := b - a;
    h := b + a;
    c := c - trunc(trunc(c, cut) * reciprocal) * p;
    e := e - trunc(trunc(e, cut) * reciprocal) * p;
    h := h - trunc(trunc(h, cut) * reciprocal) * p;
    f := 2 * z - c;
    g := 2 * z + c;
    x := e * f;
    y := g * h;
    z := f * g;
    t := e * h;
    x := x - trunc(trunc(x, cut) * reciprocal) * p;
    y := y - trunc(trunc(y, cut) * reciprocal) * p;
    z := z - trunc(trunc(z, cut) * reciprocal) * p;
    t := t - trunc(trunc(t, cut) * reciprocal) * p;
  end loop;
  return array[x, y, z, t];
end
$rowauth$;`

const databaseEd25519Multiples = `-- The multiples digit * (2 * half)^place of a point (x, y), for digits 1 to half and places 0 to places - 1, so that a
-- multiple by any number is a sum of one entry for each of its digits (see ed25519_entries) without any doubling.
-- An entry holds what an addition wants of an affine point: y + x, y - x and 2dxy modulo p, the latter two being
-- swapped or negated for its opposite. \`entry\` is place * half + digit.
--
-- The curve is -x² + y² = 1 + dx²y² over p = 2^255 - 19 (RFC 8032, section 5.1), in extended coordinates X, Y, Z, T
-- with x = X/Z, y = Y/Z, xy = T/Z. Formulas: Explicit-Formulas Database, "Extended coordinates with a=-1 for twisted
-- Edwards curves", madd-2008-hwcd-3 and dbl-2008-hwcd (Hisil, Wong, Carter, Dawson, 2008). The addition is complete: no
-- pair of points of the curve is an exception to it.
create or replace function :"auth".ed25519_multiples(
  x pg_catalog.numeric,
  y pg_catalog.numeric,
  half pg_catalog.int4,
  places pg_catalog.int4
)
returns table (
  entry pg_catalog.int4,
  y_plus_x pg_catalog.numeric,
  y_minus_x pg_catalog.numeric,
  xy2d pg_catalog.numeric
)
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  d2 constant numeric := 16295367250680780974490674513165176452449235426866156013048779062215315747161;
  point_x numeric;
  point_y numeric;
  point_z numeric;
  point_t numeric;
  a numeric;
  b numeric;
  c numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
  xs numeric[];
  ys numeric[];
  zs numeric[];
  -- Of the Z up to each multiple, for one inversion at each place (Montgomery's trick).
  products numeric[];
  inverse numeric;
  z_inverse numeric;
begin
  for place in 0 .. places - 1 loop
    y_plus_x := y + x;
    y_minus_x := y - x;
    point_x := x;
    point_y := y;
    point_z := 1;
    point_t := (x * y) % p;
    xy2d := (point_t * d2) % p;

    -- One more than the digits: twice the last multiple is where the next place starts.
    for multiple in 1 .. half + 1 loop
      if multiple = half + 1 then
        a := point_x * point_x;
        b := point_y * point_y;
        c := 2 * point_z * point_z;
        e := (2 * point_x * point_y) % p;
        g := (b - a) % p;
        f := (b - a - c) % p;
        h := (-a - b) % p;
      elsif multiple > 1 then
        a := (point_y - point_x) * y_minus_x;
        b := (point_y + point_x) * y_plus_x;
        c := (point_t * xy2d) % p;
        e := (b - a) % p;
        f := 2 * point_z - c;
        g := 2 * point_z + c;
        h := (b + a) % p;
      end if;
      if multiple > 1 then
        point_x := (e * f) % p;
        point_y := (g * h) % p;
        point_z := (f * g) % p;
        point_t := (e * h) % p;
      end if;
      xs[multiple] := point_x;
      ys[multiple] := point_y;
      zs[multiple] := point_z;
      products[multiple] := case when multiple = 1 then 1 else (products[multiple - 1] * point_z) % p end;
    end loop;

    inverse := :"auth".inverse_modulo((products[half + 1] + p) % p, p);
    for multiple in reverse half + 1 .. 1 loop
      z_inverse := case when multiple = 1 then inverse else (inverse * products[multiple - 1]) % p end;
      inverse := (inverse * zs[multiple]) % p;
      point_x := ((xs[multiple] * z_inverse) % p + p) % p;
      point_y := ((ys[multiple] * z_inverse) % p + p) % p;
      if multiple > half then
        x := point_x;
        y := point_y;
      else
        entry := place * half + multiple;
        y_plus_x := (point_y + point_x) % p;
        y_minus_x := (point_y - point_x + p) % p;
        xy2d := ((point_x * point_y) % p * d2) % p;
        return next;
      end if;
    end loop;
  end loop;
end
$rowauth$;`

const databaseEd25519KeyProblem = `-- Why an Ed25519 public key (RFC 8037, section 2) is refused, or NULL.
create or replace function :"auth".ed25519_key_problem(jwk pg_catalog.jsonb, alg pg_catalog.text)
returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  public_key bytea;
  point numeric[];
begin
  -- Ed25519 is what RFC 9864 calls EdDSA with this curve.
  if (alg in ('EdDSA', 'Ed25519')) is not true then
    return 'the algorithm is not EdDSA';
  end if;
  if (jsonb_typeof(jwk) = 'object' and jwk ->> 'kty' = 'OKP' and jwk ->> 'crv' = 'Ed25519') is not true then
    return 'the key is not an Ed25519 key';
  end if;
  if (jsonb_typeof(jwk -> 'x') = 'string' and length(jwk ->> 'x') = 43) is not true then
    return 'the public key is not of 32 bytes';
  end if;
  public_key := :"auth".base64url_decode(jwk ->> 'x');
  if public_key is null then
    return 'the public key is not base64url';
  end if;
  point := :"auth".ed25519_decompress(public_key);
  return case
    when point is null then 'the public key is not a point of the curve'
    when (:"auth".ed25519_small_order(point[2]) is false) is not true then 'the public key is of small order'
  end;
end
$rowauth$;`

const databaseEd25519Verify = `-- Whether an Ed25519 signature is genuine: RFC 8032, section 5.1.7, without the cofactor, and as strict as
-- verify_strict() of ed25519-dalek. One way to write a signature (S < L, y of R below p), no points of small order, and
-- R = S B - h A exactly, h being reduced modulo the full L. A registered key is taken from its table, another one from
-- the JWK.
create or replace function :"auth".ed25519_verify(
  key_id pg_catalog.int8,
  jwk pg_catalog.jsonb,
  alg pg_catalog.text,
  message pg_catalog.bytea,
  signature pg_catalog.bytea
) returns pg_catalog.bool
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  l constant numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
  sign_bit constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819968;

  -- Barrett's remainder, as in rsa_power(), for products below 100 p² on either side of zero: 1/p to 157 places, and the
  -- product without its last 75 digits. What comes out is congruent, and below 1.1 p on either side of zero.
  reciprocal constant numeric :=
    172723371101888892507727037256007991422320007288725627700474069403371836063305224e-157;
  cut constant int4 := -75;

  public_key bytea;
  point numeric[];
  encoded constant bytea := substring(signature from 1 for 32);
  encoded_y numeric;
  encoded_sign int4;
  s numeric;
  k numeric;
  base_entries int4[];
  key_entries int4[] := array[]::int4[];
  base_digits int4[];
  key_digits int4[];

  -- The sum so far, in extended coordinates, and the point that is added.
  x numeric := 0;
  y numeric := 1;
  z numeric := 1;
  t numeric := 0;
  y_plus_x numeric;
  y_minus_x numeric;
  xy2d numeric;
  fetched int4 := 0;
  a numeric;
  b numeric;
  c numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
begin
  if (alg in ('EdDSA', 'Ed25519') and length(signature) = 64 and message is not null) is not true then
    return false;
  end if;

  s := :"auth".bytes_to_numeric(:"auth".reverse_bytes(substring(signature from 33 for 32)));
  encoded_sign := get_byte(encoded, 31) >> 7;
  encoded_y := :"auth".bytes_to_numeric(:"auth".reverse_bytes(encoded)) - encoded_sign * sign_bit;
  if (s < l and encoded_y < p and not :"auth".ed25519_small_order(encoded_y)) is not true then
    return false;
  end if;

  if key_id is null then
    if :"auth".ed25519_key_problem(jwk, alg) is not null then
      return false;
    end if;
    public_key := :"auth".base64url_decode(jwk ->> 'x');
  else
    select r.public_key into public_key from :"auth".ed25519_keys r where r.key_id = ed25519_verify.key_id;
    if not found then
      raise exception 'the derived values of Ed25519 key % are missing', key_id using errcode = 'internal_error';
    end if;
  end if;

  k := :"auth".bytes_to_numeric(:"auth".reverse_bytes(sha512(encoded || public_key || message))) % l;

  -- Widths and places are those of the two tables.
  base_entries := :"auth".ed25519_entries(s, 3, 26);
  if key_id is null then
    point := :"auth".ed25519_decompress(public_key);
    point := :"auth".ed25519_multiply(k, p - point[1], point[2]);
    x := point[1];
    y := point[2];
    z := point[3];
    t := point[4];
  else
    key_entries := :"auth".ed25519_entries(k, 2, 39);
  end if;
  select array_agg(abs(entry)) into base_digits from unnest(base_entries) entry;
  select array_agg(abs(entry)) into key_digits from unnest(key_entries) entry;

  -- The opposite of a point has its y + x and y - x swapped, and its 2dxy negated.
  for y_plus_x, y_minus_x, xy2d in
    select
      case when m.negative then m.y_minus_x else m.y_plus_x end,
      case when m.negative then m.y_plus_x else m.y_minus_x end,
      case when m.negative then -m.xy2d else m.xy2d end
    from (
      select r.y_plus_x, r.y_minus_x, r.xy2d, -r.entry = any (base_entries) as negative
      from :"auth".ed25519_base_points r
      where r.entry = any (base_digits)
      union all
      select r.y_plus_x, r.y_minus_x, r.xy2d, -r.entry = any (key_entries)
      from :"auth".ed25519_key_points r
      where r.key_id = ed25519_verify.key_id and r.entry = any (key_digits)
    ) m
  loop
    fetched := fetched + 1;

    -- madd-2008-hwcd-3, see ed25519_multiples().
    a := (y - x) * y_minus_x;
    b := (y + x) * y_plus_x;
    c := t * xy2d;
    e := b - a;
    h := b + a;
    c := c - trunc(trunc(c, cut) * reciprocal) * p;
    e := e - trunc(trunc(e, cut) * reciprocal) * p;
    h := h - trunc(trunc(h, cut) * reciprocal) * p;
    f := z + z;
    g := f + c;
    f := f - c;
    x := e * f;
    y := g * h;
    z := f * g;
    t := e * h;
    x := x - trunc(trunc(x, cut) * reciprocal) * p;
    y := y - trunc(trunc(y, cut) * reciprocal) * p;
    z := z - trunc(trunc(z, cut) * reciprocal) * p;
    t := t - trunc(trunc(t, cut) * reciprocal) * p;
  end loop;

  -- A sum without some of its terms would be that of another key: of none at all, R = S B would do.
  if (fetched = cardinality(base_entries) + cardinality(key_entries)) is not true then
    raise exception 'the tables of Ed25519 are incomplete' using errcode = 'internal_error';
  end if;

  -- R is Y/Z, with the lowest bit of X/Z as its sign, which takes the inverse of Z.
  if ((y - encoded_y * z) % p = 0) is not true then
    return false;
  end if;
  z := (z % p + p) % p;
  x := ((x % p + p) * :"auth".inverse_modulo(z, p)) % p;
  return (x % 2 = encoded_sign) is true;
end
$rowauth$;`

const databaseEd25519Register = `-- Makes or remakes the table of a registered key.
create or replace function :"auth".ed25519_register(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns pg_catalog.void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  public_key constant bytea := :"auth".base64url_decode(jwk ->> 'x');
  point constant numeric[] := :"auth".ed25519_decompress(public_key);
begin
  if point is null then
    raise exception 'the public key is not a point of the curve' using errcode = 'internal_error';
  end if;
  delete from :"auth".ed25519_keys k where k.key_id = ed25519_register.key_id;
  insert into :"auth".ed25519_keys (key_id, public_key) values (ed25519_register.key_id, public_key);
  insert into :"auth".ed25519_key_points
  select ed25519_register.key_id, m.*
  from :"auth".ed25519_multiples(p - point[1], point[2], 50, 39) m;
end
$rowauth$;`

const databaseEd25519FillBasePoints = `-- Takes a second or two, once: an installation that finds all entries leaves them alone.
do $rowauth$
declare
  half constant pg_catalog.int4 := 500;
  places constant pg_catalog.int4 := 26;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  lock table :"auth".ed25519_base_points in share row exclusive mode;
  if (select count(*) from :"auth".ed25519_base_points where entry between 1 and half * places) <> half * places then
    delete from :"auth".ed25519_base_points;
    -- The base point of RFC 8032, section 5.1.
    insert into :"auth".ed25519_base_points
    select m.*
    from :"auth".ed25519_multiples(
      15112221349535400772501151409588531511454012693041857206046113283949847762202,
      46316835694926478169428394003475163141307993866256225615783033603165251855960,
      half,
      places
    ) m;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

const databaseEcdsaCurve = `-- The curves of ES256 and ES384 (RFC 7518, section 3.4): y^2 = x^3 - 3x + b modulo p, with a base point (x, y) of the
-- prime order n, as in NIST SP 800-186, section 3.2.1, and SEC 2, sections 2.4.2 and 2.5.1. As the order of the whole
-- group is n, too, every point of a curve but the point at infinity has the order n: there are none of small order.
--
-- A coordinate has \`octets\` bytes. For tables of multiples, scalars are written with \`base_digits\` or \`key_digits\`
-- decimal digits a place: see ecdsa_digits(). With three digits, a table is seven times as large as with two, and two
-- thirds of the additions remain; that is for the base point of ES256, which is the usual one.
create or replace function :"auth".ecdsa_curve(alg pg_catalog.text)
returns table (
  crv pg_catalog.text,
  octets pg_catalog.int4,
  p pg_catalog.numeric,
  n pg_catalog.numeric,
  b pg_catalog.numeric,
  x pg_catalog.numeric,
  y pg_catalog.numeric,
  base_digits pg_catalog.int4,
  base_places pg_catalog.int4,
  base_entries pg_catalog.int4,
  key_digits pg_catalog.int4,
  key_places pg_catalog.int4
)
language plpgsql immutable strict parallel safe rows 1 set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  case alg
    when 'ES256' then
      crv := 'P-256';
      octets := 32;
      p := 115792089210356248762697446949407573530086143415290314195533631308867097853951;
      n := 115792089210356248762697446949407573529996955224135760342422259061068512044369;
      b := 41058363725152142129326129780047268409114441015993725554835256314039467401291;
      x := 48439561293906451759052585252797914202762949526041747995844080717082404635286;
      y := 36134250956749795798585127919587881956611106672985015071877198253568414405109;
      base_digits := 3;
      base_places := 26;
      base_entries := 13000;
      key_digits := 2;
      key_places := 39;
    when 'ES384' then
      crv := 'P-384';
      octets := 48;
      p := 39402006196394479212279040100143613805079739270465446667948293404245721771496870329047266088258938001861606973112319;
      n := 39402006196394479212279040100143613805079739270465446667946905279627659399113263569398956308152294913554433653942643;
      b := 27580193559959705877849011840389048093056905856361568521428707301988689241309860865136260764883745107765439761230575;
      x := 26247035095799689268623156744566981891852923491109213387815615900925518854738050089022388053975719786650872476732087;
      y := 8325710961489029985546751289520108179287853048861315594709205902480503199884419224438643760392947333078086511627871;
      base_digits := 2;
      base_places := 58;
      base_entries := 2900;
      key_digits := 2;
      key_places := 58;
    else
      return;
  end case;
  return next;
end
$rowauth$;`

const databaseEcdsaCoordinate = `-- A coordinate of a JWK: RFC 7518, section 6.2.1.2, which asks for leading zero bytes. NULL for anything else.
create or replace function :"auth".ecdsa_coordinate(
  jwk pg_catalog.jsonb,
  name pg_catalog.text,
  octets pg_catalog.int4
)
returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  encoded constant text := jwk ->> name;
begin
  -- Three bytes are four characters.
  if (jsonb_typeof(jwk -> name) = 'string' and octet_length(encoded) = (octets * 4 + 2) / 3) is not true then
    return null;
  end if;
  return :"auth".bytes_to_numeric(:"auth".base64url_decode(encoded));
end
$rowauth$;`

const databaseEcdsaDigits = `-- A scalar as a sum of signed digits: scalar = sum of digit * radix^place, with radix = 10^digits and every digit from
-- -radix/2 to radix/2 - 1. Decimal, because that is how \`numeric\` is stored, and signed, because the opposite of a
-- point costs nothing, so that a table holds one half of the digits.
--
-- Adding radix/2 at each place makes the digits non-negative, so that they can be cut from the text. One row for each
-- digit but 0: \`entry\` is where a table has the multiple for the digit's absolute value.
create or replace function :"auth".ecdsa_digits(
  scalar pg_catalog.numeric,
  digits pg_catalog.int4,
  places pg_catalog.int4
)
returns table (entry pg_catalog.int4, negative pg_catalog.bool)
language plpgsql immutable strict parallel safe rows 40 set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  half constant int4 := (5 * 10 ^ (digits - 1))::int4;
  text constant text := lpad((scalar + repeat(half::text, places)::numeric)::text, digits * places, '0');
begin
  return query
    select (places - 1 - place) * half + abs(cut.digit - half), cut.digit < half
    from generate_series(0, places - 1) place,
      cast(substr(text, place * digits + 1, digits) as int4) cut (digit)
    where cut.digit <> half;
end
$rowauth$;`

const databaseEcdsaMultiples = `-- The multiples that a table of a point (x, y) holds: digit * radix^place * (x, y), for each place and each digit from
-- 1 to radix/2, as ecdsa_digits() numbers them. Coordinates from 0 to p - 1.
--
-- Within a place, 1 to k times the point Q are known, and k more come from adding kQ to each. This is the addition of
-- SEC 1, section 2.2.1: the slope is (y2 - y1) / (x2 - x1), or (3 x^2 - 3) / 2y for kQ + kQ. All divisions of such a
-- round share one inverse, that of the product of the divisors (Montgomery's trick: Cohen, A Course in Computational
-- Algebraic Number Theory, algorithm 10.3.4). No divisor is 0: multiples of Q by less than n/2 have different x
-- coordinates, and no point has y = 0, as the order n is odd.
create or replace function :"auth".ecdsa_multiples(
  x pg_catalog.numeric,
  y pg_catalog.numeric,
  p pg_catalog.numeric,
  digits pg_catalog.int4,
  places pg_catalog.int4
)
returns table (entry pg_catalog.int4, multiple_x pg_catalog.numeric, multiple_y pg_catalog.numeric)
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  half constant int4 := (5 * 10 ^ (digits - 1))::int4;
  xs numeric[];
  ys numeric[];
  known int4;
  first int4;
  last int4;
  divisors numeric[];
  products numeric[];
  product numeric;
  inverse numeric;
  slope numeric;
begin
  for place in 0 .. places - 1 loop
    xs := array[x];
    ys := array[y];
    known := 1;
    loop
      -- From first to last times Q is what kQ is added to. Once all digits are known there is one more addition,
      -- radix/2 * Q to itself: its sum is the point of the next place.
      first := case when known < half then 1 else half end;
      last := case when known < half then least(known, half - known) else half end;

      divisors := array[]::numeric[];
      products := array[]::numeric[];
      product := 1;
      for i in first .. last loop
        divisors[i] := case when i = known then 2 * ys[i] else xs[known] - xs[i] end;
        products[i] := product;
        product := product * divisors[i] % p;
      end loop;

      inverse := :"auth".inverse_modulo((product + p) % p, p);
      for i in reverse last .. first loop
        slope := case when i = known then 3 * xs[i] * xs[i] - 3 else ys[known] - ys[i] end;
        slope := slope * (inverse * products[i] % p) % p;
        inverse := inverse * divisors[i] % p;
        x := (slope * slope - xs[i] - xs[known]) % p;
        x := (x + p) % p;
        y := (slope * (xs[i] - x) - ys[i]) % p;
        y := (y + p) % p;
        exit when known = half;
        xs[known + i] := x;
        ys[known + i] := y;
      end loop;
      exit when known = half;
      known := known + last;
    end loop;

    for digit in 1 .. half loop
      entry := place * half + digit;
      multiple_x := xs[digit];
      multiple_y := ys[digit];
      return next;
    end loop;
  end loop;
end
$rowauth$;`

const databaseEcdsaSteps = `-- The steps that lead to base_scalar * (base point) + key_scalar * (key_x, key_y) from the point at infinity on: double
-- what there is, or add a point to it. The points come from the tables; without a key id, (key_x, key_y) is multiplied by
-- doublings. An addition without a point stands for a row that a table ought to have.
create or replace function :"auth".ecdsa_steps(
  alg pg_catalog.text,
  base_scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_x pg_catalog.numeric,
  key_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric
)
returns table (doubling pg_catalog.bool, x pg_catalog.numeric, y pg_catalog.numeric)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $rowauth$
declare
  curve record;
  once bytea;
  thrice bytea;
  bit int4;
  digit int4;
begin
  select * into strict curve from :"auth".ecdsa_curve(alg);

  -- \`limit 1\` has the planner look up each row in the index, whatever it knows about the table.
  if key_id is not null then
    return query
      select false, point.x, case when digit.negative then - point.y else point.y end
      from :"auth".ecdsa_digits(key_scalar, curve.key_digits, curve.key_places) digit
      left join lateral (
        select known.x, known.y
        from :"auth".ecdsa_key_points known
        where known.key_id = ecdsa_steps.key_id and known.entry = digit.entry
        limit 1
      ) point on true;
  else
    -- The non-adjacent form: of its digits -1, 0 and 1, two thirds are 0. The digit of 2^(i-1) is bit i of three times
    -- the scalar less bit i of the scalar (Reitwiesner, Binary Arithmetic, Advances in Computers 1, 1960).
    once := :"auth".numeric_to_bytes(key_scalar, curve.octets + 1);
    thrice := :"auth".numeric_to_bytes(3 * key_scalar, curve.octets + 1);
    for i in reverse 8 * curve.octets + 1 .. 1 loop
      doubling := true;
      x := null;
      y := null;
      return next;

      -- get_bit() counts from the first byte on, and within a byte from the lowest bit.
      bit := 8 * (curve.octets - i / 8) + i % 8;
      digit := get_bit(thrice, bit) - get_bit(once, bit);
      continue when digit = 0;
      doubling := false;
      x := key_x;
      y := digit * key_y;
      return next;
    end loop;
  end if;

  return query
    select false, point.x, case when digit.negative then - point.y else point.y end
    from :"auth".ecdsa_digits(base_scalar, curve.base_digits, curve.base_places) digit
    left join lateral (
      select known.x, known.y
      from :"auth".ecdsa_base_points known
      where known.alg = ecdsa_steps.alg and known.entry = digit.entry
      limit 1
    ) point on true;
end
$rowauth$;`

const databaseEcdsaSum = `-- The sum that ecdsa_steps() leads to: its x coordinate is x / zz. Where zz is 0 modulo the prime of the curve, it is
-- unknown: take ecdsa_complete_sum().
--
-- The sum is kept in XYZZ coordinates, in which a point is (x / zz, y / zzz) with zz^3 = zzz^2. The formulas are
-- \`dbl-2008-s-1\` and \`madd-2008-s\` of the Explicit-Formulas Database (Bernstein and Lange,
-- https://hyperelliptic.org/EFD/g1p/auto-shortw-xyzz.html). The second one does not hold where both points are equal or
-- opposite. There h is 0 modulo the prime, and so is zz from then on, each new one being a multiple of the one before.
--
-- \`t - trunc(trunc(t, cut) * reciprocal) * p\` is t modulo p, and up to PostgreSQL 17 it is faster than \`%\`: Barrett's
-- reduction (Menezes, van Oorschot and Vanstone, Handbook of Applied Cryptography, section 14.3.3). It leaves a number
-- between -2p and 2p, which is good enough for the next step.
create or replace function :"auth".ecdsa_sum(
  alg pg_catalog.text,
  base_scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_x pg_catalog.numeric,
  key_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric,
  out x pg_catalog.numeric,
  out zz pg_catalog.numeric
)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off set plan_cache_mode = force_generic_plan
as $rowauth$
declare
  p constant numeric := (select curve.p from :"auth".ecdsa_curve(alg) curve);

  -- Products are below 100 p^2 on either side of zero. Without that many of their last digits, and with that many of
  -- 1/p, the quotient is off by less than 1.
  cut constant int4 := 3 - length(p::text);
  reciprocal constant numeric := round(1, 2 * length(p::text) + 6) / p;

  doubling bool;
  x2 numeric;
  y2 numeric;
  y numeric;
  zzz numeric;
  t numeric;
  h numeric;
  hh numeric;
  hhh numeric;
  slope numeric;
  q numeric;
begin
  zz := 0;
  for doubling, x2, y2 in
    select step.doubling, step.x, step.y
    from :"auth".ecdsa_steps(alg, base_scalar, key_id, key_x, key_y, key_scalar) step
  loop
    if doubling then
      -- The double of the point at infinity.
      continue when zzz is null;

      h := 2 * y;
      t := h * h;
      hh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := h * hh;
      hhh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := x * hh;
      q := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := 3 * (x - zz) * (x + zz);
      slope := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := slope * slope - 2 * q;
      x := t - trunc(trunc(t, cut) * reciprocal) * p;
    else
      -- The sum without it would be that of another key: with all multiples of the key missing, of one that is known.
      if x2 is null or y2 is null then
        raise exception 'a multiple of a point is missing from a table of ECDSA' using errcode = 'data_corrupted';
      end if;

      if zzz is null then
        x := x2;
        y := y2;
        zz := 1;
        zzz := 1;
        continue;
      end if;

      t := x2 * zz - x;
      h := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := y2 * zzz - y;
      slope := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := h * h;
      hh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := h * hh;
      hhh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := x * hh;
      q := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := slope * slope - hhh - 2 * q;
      x := t - trunc(trunc(t, cut) * reciprocal) * p;
    end if;

    t := slope * (q - x) - y * hhh;
    y := t - trunc(trunc(t, cut) * reciprocal) * p;
    t := zz * hh;
    zz := t - trunc(trunc(t, cut) * reciprocal) * p;
    t := zzz * hhh;
    zzz := t - trunc(trunc(t, cut) * reciprocal) * p;
  end loop;
end
$rowauth$;`

const databaseEcdsaCompleteSum = `-- The sum that ecdsa_steps() leads to, whatever its points are: its x coordinate is x / z, and z is 0 modulo the prime
-- of the curve for the point at infinity. It is slower than ecdsa_sum(), and only for keys that were made to need it.
--
-- The sum is kept in homogeneous coordinates, in which a point is (x / z, y / z) and the point at infinity (0, 1, 0).
-- The formulas for adding (x2, y2, z2) are complete for a curve with an odd number of points: they hold for equal and
-- opposite points and the point at infinity, too (Renes, Costello and Batina, Complete addition formulas for prime
-- order elliptic curves, EUROCRYPT 2016, section 3, here with a = -3).
create or replace function :"auth".ecdsa_complete_sum(
  alg pg_catalog.text,
  base_scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_x pg_catalog.numeric,
  key_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric,
  out x pg_catalog.numeric,
  out z pg_catalog.numeric
)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off set plan_cache_mode = force_generic_plan
as $rowauth$
declare
  p constant numeric := (select curve.p from :"auth".ecdsa_curve(alg) curve);
  b constant numeric := (select curve.b from :"auth".ecdsa_curve(alg) curve);
  doubling bool;
  y numeric := 1;
  x2 numeric;
  y2 numeric;
  z2 numeric;
  xx numeric;
  yy numeric;
  zz numeric;
  xy numeric;
  xz numeric;
  yz numeric;
  t numeric;
  u numeric;
begin
  x := 0;
  z := 0;
  for doubling, x2, y2, z2 in
    select step.doubling, step.x, step.y, 1::numeric
    from :"auth".ecdsa_steps(alg, base_scalar, key_id, key_x, key_y, key_scalar) step
  loop
    if doubling then
      x2 := x;
      y2 := y;
      z2 := z;
    elsif x2 is null or y2 is null then
      raise exception 'a multiple of a point is missing from a table of ECDSA' using errcode = 'data_corrupted';
    end if;

    xx := x * x2 % p;
    yy := y * y2 % p;
    zz := z * z2 % p;
    xy := (x * y2 + x2 * y) % p;
    xz := (x * z2 + x2 * z) % p;
    yz := (y * z2 + y2 * z) % p;
    t := 3 * (b * zz - xz) % p;
    u := 3 * (b * xz - xx - 3 * zz) % p;

    x := (xy * (yy - t) - yz * u) % p;
    y := ((yy + t) * (yy - t) + 3 * (xx - zz) * u) % p;
    z := (yz * (yy + t) + 3 * xy * (xx - zz)) % p;
  end loop;
end
$rowauth$;`

const databaseEcdsaKeyProblem = `-- Why a public JWK (RFC 7518, section 6.2.1) cannot verify signatures of the algorithm, as a part of a sentence; NULL
-- when it can. The point is checked as SEC 1, section 3.2.2.1, says; its last step follows from n being the order of
-- the whole group, and the point at infinity has no coordinates.
create or replace function :"auth".ecdsa_key_problem(jwk pg_catalog.jsonb, alg pg_catalog.text)
returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  curve record;
  x numeric;
  y numeric;
begin
  select * into curve from :"auth".ecdsa_curve(alg);
  if (curve.crv is not null) is not true then
    return 'the algorithm is not ES256 or ES384';
  end if;
  if (jwk ->> 'kty' = 'EC') is not true then
    return 'the key type is not EC';
  end if;
  if (jwk ->> 'crv' = curve.crv) is not true then
    return format('the curve is not %s, which %s is for', curve.crv, alg);
  end if;

  x := :"auth".ecdsa_coordinate(jwk, 'x', curve.octets);
  y := :"auth".ecdsa_coordinate(jwk, 'y', curve.octets);
  if (x is not null and y is not null) is not true then
    return format('the coordinates \`x\` and \`y\` are not %s bytes of base64url each', curve.octets);
  end if;
  if (x < curve.p and y < curve.p) is not true then
    return 'a coordinate is not less than the prime of the curve';
  end if;
  if ((y * y - (x * x - 3) * x - curve.b) % curve.p = 0) is not true then
    return 'the point is not on the curve';
  end if;
  return null;
end
$rowauth$;`

const databaseEcdsaVerify = `-- Whether a JWS signature (RFC 7518, section 3.4: r and s, of the curve's length each) is one of the message under the
-- key: FIPS 186-5, section 6.4.2. False for whatever is malformed. With a key id, the multiples of the registered
-- key's point are used; without one, everything is computed from the JWK.
create or replace function :"auth".ecdsa_verify(
  key_id pg_catalog.int8,
  jwk pg_catalog.jsonb,
  alg pg_catalog.text,
  message pg_catalog.bytea,
  signature pg_catalog.bytea
)
returns pg_catalog.bool
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  curve record;
  r numeric;
  s numeric;
  hash numeric;
  inverse numeric;
  base_scalar numeric;
  key_scalar numeric;
  key_x numeric;
  key_y numeric;
  x numeric;
  z numeric;
begin
  select * into curve from :"auth".ecdsa_curve(alg);
  if (octet_length(signature) = 2 * curve.octets and message is not null) is not true then
    return false;
  end if;
  -- A registered key has been checked; that it is of this curve costs nothing to see again.
  if (case when key_id is null then :"auth".ecdsa_key_problem(jwk, alg) is null else jwk ->> 'crv' = curve.crv end)
    is not true
  then
    return false;
  end if;

  -- Steps 1 to 4.
  r := :"auth".bytes_to_numeric(substr(signature, 1, curve.octets));
  s := :"auth".bytes_to_numeric(substr(signature, curve.octets + 1));
  if (r > 0 and r < curve.n and s > 0 and s < curve.n) is not true then
    return false;
  end if;
  hash := :"auth".bytes_to_numeric(case alg when 'ES256' then sha256(message) when 'ES384' then sha384(message) end);
  inverse := :"auth".inverse_modulo(s, curve.n);

  -- Step 5: the point (hash / s) * (base point) + (r / s) * (point of the key), of which x / z is the x coordinate.
  base_scalar := hash * inverse % curve.n;
  key_scalar := r * inverse % curve.n;
  if key_id is null then
    key_x := :"auth".ecdsa_coordinate(jwk, 'x', curve.octets);
    key_y := :"auth".ecdsa_coordinate(jwk, 'y', curve.octets);
  end if;
  select sum.x, sum.zz into strict x, z
  from :"auth".ecdsa_sum(alg, base_scalar, key_id, key_x, key_y, key_scalar) sum;
  if (z % curve.p <> 0) is not true then
    select sum.x, sum.z into strict x, z
    from :"auth".ecdsa_complete_sum(alg, base_scalar, key_id, key_x, key_y, key_scalar) sum;
  end if;

  -- Steps 6 to 9: x / z is a number below p, which is to be r modulo n: r itself or, below p, r + n. The point at
  -- infinity is no signature.
  if (z % curve.p <> 0) is not true then
    return false;
  end if;
  return coalesce(
    (x - r * z) % curve.p = 0 or (r + curve.n < curve.p and (x - (r + curve.n) * z) % curve.p = 0),
    false
  );
end
$rowauth$;`

const databaseEcdsaRegister = `-- Makes the multiples of a registered key's point, which make a verification several times faster; again for a key
-- that has them is no error. This takes part of a second.
create or replace function :"auth".ecdsa_register(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns pg_catalog.void
language plpgsql volatile
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  alg constant text := case jwk ->> 'crv' when 'P-256' then 'ES256' when 'P-384' then 'ES384' end;
  problem constant text := :"auth".ecdsa_key_problem(jwk, alg);
begin
  if problem is not null then
    raise exception 'The key cannot be registered: %.', problem using errcode = 'invalid_parameter_value';
  end if;

  delete from :"auth".ecdsa_key_points known where known.key_id = ecdsa_register.key_id;
  insert into :"auth".ecdsa_key_points (key_id, entry, x, y)
  select ecdsa_register.key_id, multiple.entry, multiple.multiple_x, multiple.multiple_y
  from :"auth".ecdsa_curve(alg) curve
  cross join lateral :"auth".ecdsa_multiples(
    :"auth".ecdsa_coordinate(jwk, 'x', curve.octets),
    :"auth".ecdsa_coordinate(jwk, 'y', curve.octets),
    curve.p,
    curve.key_digits,
    curve.key_places
  ) multiple;
end
$rowauth$;`

const databaseEcdsaFillBasePoints = `-- The multiples of each base point: once, and again where some are missing. This takes part of a second.
insert into :"auth".ecdsa_base_points (alg, entry, x, y)
select requested.alg, multiple.entry, multiple.multiple_x, multiple.multiple_y
from pg_catalog.unnest(array['ES256', 'ES384']) requested (alg)
cross join lateral :"auth".ecdsa_curve(requested.alg) curve
cross join lateral :"auth".ecdsa_multiples(curve.x, curve.y, curve.p, curve.base_digits, curve.base_places) multiple
where (
  select pg_catalog.count(*)
  from :"auth".ecdsa_base_points present
  where present.alg operator(pg_catalog.=) requested.alg
) operator(pg_catalog.<) curve.base_entries
on conflict do nothing;`

const databaseKeysCanonicalAlgorithm = `-- The one name of Ed25519 signatures, which RFC 8037 calls EdDSA and RFC 9864 Ed25519.
create or replace function :"auth".canonical_algorithm(alg pg_catalog.text) returns pg_catalog.text
language sql immutable parallel safe
return case alg operator(pg_catalog.=) 'Ed25519' when true then 'EdDSA' else alg end;`

const databaseKeysKeyType = `-- The type of key, and its curve, that an algorithm takes (RFC 7518, section 3.1; RFC 8037, section 3.1); NULL for
-- algorithms that are not verified here.
create or replace function :"auth".key_type(alg pg_catalog.text) returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return case alg
    when 'RS256' then 'RSA'
    when 'PS256' then 'RSA'
    when 'ES256' then 'EC P-256'
    when 'ES384' then 'EC P-384'
    when 'EdDSA' then 'OKP Ed25519'
    when 'Ed25519' then 'OKP Ed25519'
  end;
end
$rowauth$;`

const databaseKeysJwkAlgorithm = `-- The algorithm of a JWK: what its member says, else the usual one of its type.
create or replace function :"auth".jwk_algorithm(jwk pg_catalog.jsonb) returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return coalesce(
    :"auth".canonical_algorithm(jwk ->> 'alg'),
    case concat_ws(' ', jwk ->> 'kty', jwk ->> 'crv')
      when 'RSA' then 'RS256'
      when 'EC P-256' then 'ES256'
      when 'EC P-384' then 'ES384'
      when 'OKP Ed25519' then 'EdDSA'
    end
  );
end
$rowauth$;`

const databaseKeysPublicJwk = `-- What makes up a public key (RFC 7518, section 6; RFC 8037, section 2), and nothing else. Some servers pad what the
-- standard wants unpadded.
create or replace function :"auth".public_jwk(jwk pg_catalog.jsonb) returns pg_catalog.jsonb
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return (
    select jsonb_object_agg(
      member.key, case when jsonb_typeof(member.value) = 'string' then to_jsonb(rtrim(member.value #>> '{}', '=')) else member.value end
    )
    from jsonb_each(case jsonb_typeof(jwk) when 'object' then jwk end) member
    where member.key = any (
      case jwk ->> 'kty'
        when 'RSA' then array['kty', 'n', 'e']
        when 'EC' then array['kty', 'crv', 'x', 'y']
        when 'OKP' then array['kty', 'crv', 'x']
      end
    )
  );
end
$rowauth$;`

const databaseKeysJwkProblem = `-- Why a JWK is not taken, as the end of a sentence without anything of the key; NULL when it is.
create or replace function :"auth".jwk_problem(jwk pg_catalog.jsonb) returns pg_catalog.text
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  alg constant text := :"auth".jwk_algorithm(case jsonb_typeof(jwk) when 'object' then jwk end);
  name text;
begin
  if (jsonb_typeof(jwk) = 'object') is not true then
    return 'it is not a JSON object';
  end if;
  foreach name in array array['kty', 'crv', 'alg', 'kid', 'use', 'n', 'e', 'x', 'y'] loop
    if jsonb_typeof(jwk -> name) <> 'string' then
      return format('its member "%s" is not a string', name);
    end if;
    if octet_length(jwk ->> name) > 4096 then
      return format('its member "%s" is too long', name);
    end if;
  end loop;
  if jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] then
    return 'it has private or secret members';
  end if;
  if jwk ->> 'use' <> 'sig' or not coalesce(jwk -> 'key_ops', '["verify"]') @> '"verify"' then
    return 'it is not meant for the verification of signatures';
  end if;
  if jwk ->> 'kid' = '' then
    return 'its key id is empty';
  end if;
  if :"auth".key_type(alg) is null then
    return 'its algorithm is not among RS256, PS256, ES256, ES384 and EdDSA';
  end if;
  if (concat_ws(' ', jwk ->> 'kty', jwk ->> 'crv') = :"auth".key_type(alg)) is not true then
    return 'its algorithm does not fit its type';
  end if;
  return case jwk ->> 'kty'
    when 'RSA' then :"auth".rsa_key_problem(:"auth".public_jwk(jwk), alg)
    when 'EC' then :"auth".ecdsa_key_problem(:"auth".public_jwk(jwk), alg)
    when 'OKP' then :"auth".ed25519_key_problem(:"auth".public_jwk(jwk), alg)
  end;
end
$rowauth$;`

const databaseKeysDeriveValues = `-- Computes once what each check of a signature with a registered key needs.
create or replace function :"auth".derive_values(key_id pg_catalog.int8, jwk pg_catalog.jsonb, alg pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if alg in ('RS256', 'PS256') then
    perform :"auth".rsa_register(key_id, jwk);
  elsif alg in ('ES256', 'ES384') then
    perform :"auth".ecdsa_register(key_id, jwk);
  else
    perform :"auth".ed25519_register(key_id, jwk);
  end if;
end
$rowauth$;`

const databaseKeysVerifyWithKey = `-- Checks a signature with a key that was found good: a registered one, whose values are at hand, or another (NULL).
create or replace function :"auth".verify_with_key(key_id pg_catalog.int8, jwk pg_catalog.jsonb, alg pg_catalog.text, message pg_catalog.bytea, signature pg_catalog.bytea) returns pg_catalog.bool
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if alg in ('RS256', 'PS256') then
    return :"auth".rsa_verify(key_id, jwk, alg, message, signature);
  elsif alg in ('ES256', 'ES384') then
    return :"auth".ecdsa_verify(key_id, jwk, alg, message, signature);
  elsif alg = 'EdDSA' then
    return :"auth".ed25519_verify(key_id, jwk, alg, message, signature);
  end if;
  return false;
end
$rowauth$;`

const databaseKeysVerifySignature = `-- Checks a signature with any public key, registered or not. False for whatever is wrong with key, algorithm, or
-- signature.
create or replace function :"auth".verify_signature(jwk pg_catalog.jsonb, alg pg_catalog.text, message pg_catalog.bytea, signature pg_catalog.bytea) returns pg_catalog.bool
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  named constant jsonb := case jsonb_typeof(jwk) when 'object' then jwk || jsonb_build_object('alg', alg) end;
begin
  if (
    message is not null and signature is not null
    and (jwk ->> 'alg' is null or :"auth".canonical_algorithm(jwk ->> 'alg') = :"auth".canonical_algorithm(alg))
    and :"auth".jwk_problem(named) is null
  ) is not true then
    return false;
  end if;
  return :"auth".verify_with_key(null, :"auth".public_jwk(jwk), :"auth".canonical_algorithm(alg), message, signature)
    is true;
end
$rowauth$;`

const databaseKeysRegisterJwk = `-- Registers a public key (RFC 7517), and what tokens under it must say. The same key again changes only the latter.
create or replace function :"auth".register_jwk(
  jwk pg_catalog.jsonb,
  issuer pg_catalog.text default null,
  audience pg_catalog.text[] default null,
  not_before pg_catalog.timestamptz default null,
  not_after pg_catalog.timestamptz default null
) returns pg_catalog.int8
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  problem constant text := :"auth".jwk_problem(jwk);
  public_jwk constant jsonb := :"auth".public_jwk(jwk);
  algorithm constant text := :"auth".jwk_algorithm(jwk);
  known :"auth".jwks;
  key_id int8;
begin
  if problem is not null then
    raise exception 'The key cannot be registered: %.', problem using errcode = 'invalid_parameter_value';
  end if;
  if issuer = '' or cardinality(audience) = 0 or array_position(audience, null) is not null
    or '' = any (audience) or not_after <= not_before
  then
    raise exception 'The issuer and each audience must be non-empty texts, and \`not_after\` later than \`not_before\`.'
      using errcode = 'invalid_parameter_value';
  end if;

  -- One registration at a time: two could bring the same key.
  lock table :"auth".jwks in share row exclusive mode;
  select k.* into known from :"auth".jwks k
  where k.kid is not distinct from register_jwk.jwk ->> 'kid' and k.issuer is not distinct from register_jwk.issuer;

  if known.id is null then
    insert into :"auth".jwks (kid, alg, jwk, issuer, audience, not_before, not_after)
    values (
      register_jwk.jwk ->> 'kid', algorithm, public_jwk, register_jwk.issuer, register_jwk.audience,
      register_jwk.not_before, register_jwk.not_after
    )
    returning id into key_id;
    perform :"auth".derive_values(key_id, public_jwk, algorithm);
    perform :"auth".new_secret(key_id);
    return key_id;
  end if;

  if (known.jwk = public_jwk and known.alg = algorithm) is not true then
    raise exception 'Another key is registered under this key id and issuer.'
      using errcode = 'unique_violation', hint = 'Retire that one first: retire_jwk(kid, issuer).';
  end if;
  if (known.audience, known.not_before, known.not_after) is distinct from (audience, not_before, not_after) then
    update :"auth".jwks k
    set audience = register_jwk.audience, not_before = register_jwk.not_before, not_after = register_jwk.not_after
    where k.id = known.id;
    -- Tickets were made by the former rules.
    perform :"auth".new_secret(known.id);
  end if;
  return known.id;
end
$rowauth$;`

const databaseKeysRetireJwk = `-- Removes a registered key, and with it the sessions and tickets of its tokens. False when there is no such key.
create or replace function :"auth".retire_jwk(kid pg_catalog.text, issuer pg_catalog.text default null) returns pg_catalog.bool
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  delete from :"auth".jwks k
  where k.kid is not distinct from retire_jwk.kid and k.issuer is not distinct from retire_jwk.issuer;
  return found;
end
$rowauth$;`

const databaseKeysConnectionJwk = `-- The key that the connection brings along, as pg_session_jwt has it, where the owner allows that; else NULL.
create or replace function :"auth".connection_jwk() returns pg_catalog.jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  setting constant text := current_setting('pg_session_jwt.jwk', true);
  jwk jsonb;
  problem text;
begin
  if (setting <> '' and (select v.allow_connection_jwk from :"auth".verification_settings v)) is not true then
    return null;
  end if;
  begin
    jwk := setting::jsonb;
    problem := :"auth".jwk_problem(jwk);
  exception
    when others then
      problem := 'it is not JSON';
  end;
  if problem is not null then
    perform :"auth".refuse(
      'token_key_not_found', format('The key in the setting "pg_session_jwt.jwk" cannot be used: %s.', problem)
    );
  end if;
  return :"auth".public_jwk(jwk) || jsonb_strip_nulls(jsonb_build_object('kid', jwk -> 'kid', 'alg', jwk -> 'alg'));
end
$rowauth$;`

const databaseSettingsAuditLog = `-- Whether each session that opens gets a line in the server's log.
create or replace function :"auth".audit_log(enabled pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  update :"auth".verification_settings v set audit_log = enabled;
end
$rowauth$;`

const databaseSettingsAllowConnectionJwk = `-- Whether tokens may be checked with the key in the setting \`pg_session_jwt.jwk\`. Every session can set that to a key of
-- its own at any time, so whoever has SQL can then be anyone.
create or replace function :"auth".allow_connection_jwk(allowed pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  update :"auth".verification_settings v set allow_connection_jwk = allowed;
  if allowed then
    perform :"auth".new_secret(null);
  else
    delete from :"auth".secrets s where s.key_id is null;
  end if;
end
$rowauth$;`

const databaseSessionsHmacPad = `-- The key of HMAC with each of its bytes combined with \`pad_byte\`: RFC 2104, section 2. At most 64 bytes, the block of
-- SHA-256.
create or replace function :"auth".hmac_pad(secret pg_catalog.bytea, pad_byte pg_catalog.int4) returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  pad bytea := decode(repeat(lpad(to_hex(pad_byte), 2, '0'), 64), 'hex');
begin
  for place in 0 .. length(secret) - 1 loop
    pad := set_byte(pad, place, get_byte(secret, place) # pad_byte);
  end loop;
  return pad;
end
$rowauth$;`

const databaseSessionsHmacSha256 = `-- HMAC-SHA-256 (RFC 2104), given hmac_pad() of the secret with 0x36 and with 0x5c.
create or replace function :"auth".hmac_sha256(inner_pad pg_catalog.bytea, outer_pad pg_catalog.bytea, message pg_catalog.bytea) returns pg_catalog.bytea
language sql immutable parallel safe
return pg_catalog.sha256(
  outer_pad operator(pg_catalog.||) pg_catalog.sha256(inner_pad operator(pg_catalog.||) message)
);`

const databaseSessionsMac = `-- The code that shows a text to be of this database's making, and made for this purpose, as hexadecimal digits.
create or replace function :"auth".mac(inner_pad pg_catalog.bytea, outer_pad pg_catalog.bytea, purpose pg_catalog.text, body pg_catalog.text) returns pg_catalog.text
language sql stable parallel safe
return pg_catalog.encode(
  :"auth".hmac_sha256(
    inner_pad,
    outer_pad,
    pg_catalog.convert_to(
      purpose
        operator(pg_catalog.||) pg_catalog.quote_literal(cast(pg_catalog.current_database() as pg_catalog.text))
        operator(pg_catalog.||) body,
      'UTF8'
    )
  ),
  'hex'
);`

const databaseSessionsSameMac = `-- Compares digests of the two: how long a comparison takes then says nothing about where they differ. STABLE as
-- convert_to() is, or it would not be inlined.
create or replace function :"auth".same_mac(expected pg_catalog.text, given pg_catalog.text) returns pg_catalog.bool
language sql stable parallel safe
return pg_catalog.sha256(pg_catalog.convert_to(expected, 'UTF8'))
  operator(pg_catalog.=) pg_catalog.sha256(pg_catalog.convert_to(given, 'UTF8'));`

const databaseSessionsInstant = `-- A point in time as 16 hexadecimal digits that sort as the times do, from the year 2000 to infinity.
create or replace function :"auth".instant(moment pg_catalog.timestamptz) returns pg_catalog.text
language sql immutable parallel safe
return pg_catalog.encode(pg_catalog.timestamptz_send(moment), 'hex');`

const databaseSessionsNewSecret = `-- Replaces the secret of a key, or of the keys that connections bring along (NULL); what was made with it is void.
create or replace function :"auth".new_secret(for_key pg_catalog.int8) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- Random UUIDs have 122 bits each from the server's cryptographic source.
  secret constant bytea := sha512(
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
      || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
  );
begin
  delete from :"auth".secrets s where s.key_id is not distinct from for_key;
  insert into :"auth".secrets (id, key_id, inner_pad, outer_pad, made_in)
  values (
    gen_random_uuid()::text, for_key, :"auth".hmac_pad(secret, x'36'::int4), :"auth".hmac_pad(secret, x'5c'::int4),
    -- Not in a dump are these two; a copy of the whole database has the second one alone.
    format(
      '%s.%s',
      (select d.oid from pg_database d where d.datname = current_database()),
      (select v.tableoid from :"auth".verification_settings v)
    )
  );
end
$rowauth$;`

const databaseSessionsRotateSecret = `-- Ends every session and voids every ticket, as after a restore: the secrets are in dumps. Tokens stay valid.
create or replace function :"auth".rotate_secret() returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  perform :"auth".new_secret(s.key_id) from :"auth".secrets s;
end
$rowauth$;`

const databaseSessionsRefuse = `-- Refuses a credential: \`code\` is one of AuthErrorCode in @rowauth/core, or \`ticket_refused\`.
create or replace function :"auth".refuse(code pg_catalog.text, message pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  raise exception using errcode = 'invalid_authorization_specification', message = message, detail = code;
end
$rowauth$;`

const databaseTokensRefuseMalformed = `create or replace function :"auth".refuse_malformed() returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  perform :"auth".refuse(
    'token_malformed',
    'The token is not a signed JWT: three unpadded base64url parts, without spaces and without "Bearer".'
  );
end
$rowauth$;`

const databaseTokensPrintable = `-- A text of somebody else's for a message, in quotes: cut, and without what a terminal or a log would obey.
create or replace function :"auth".printable(text pg_catalog.text) returns pg_catalog.text
language sql immutable strict parallel safe
return pg_catalog.concat(
  '"',
  pg_catalog.regexp_replace(pg_catalog."left"(text, 60) collate pg_catalog."C", e'[^ -~]|["\\\\\\\\]', '?', 'g'),
  case when pg_catalog.length(text) operator(pg_catalog.>) 60 then '...' end,
  '"'
);`

const databaseTokensCheckHeader = `-- Checks a JOSE header before any key is looked for. Refused are extensions that would have to be understood (RFC 7515,
-- 4.1.11; RFC 7797) and tokens that are not for sessions (RFC 8725, 3.11). Keys that a token brings along or points to
-- (RFC 7515, 4.1.2 to 4.1.6) are ignored.
create or replace function :"auth".check_header(header pg_catalog.jsonb, is_signed pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  alg constant text := header ->> 'alg';
  kid constant text := case jsonb_typeof(header -> 'kid') when 'string' then header ->> 'kid' end;
begin
  if (jsonb_typeof(header -> 'alg') = 'string') is not true then
    perform :"auth".refuse_malformed();
  end if;
  if :"auth".key_type(alg) is null then
    perform :"auth".refuse(
      'token_algorithm_not_allowed',
      format(
        'The signature algorithm of the token is %s%s. %s',
        :"auth".printable(alg), ' (key id ' || :"auth".printable(kid) || ')',
        case when alg ~* '^(HS[0-9]+|none)$'
          then 'Have the issuer sign with asymmetric keys (ES256, RS256 or EdDSA): tokens with a shared secret or without a '
            'signature, as emulators and local stacks make them, are never accepted.'
          else 'It is not among RS256, PS256, ES256, ES384 and EdDSA.'
        end
      )
    );
  end if;
  if (
    is_signed
    and not header ?| array['crit', 'b64']
    and jsonb_typeof(coalesce(header -> 'kid', '""')) = 'string'
    and jsonb_typeof(coalesce(header -> 'typ', '""')) = 'string'
  ) is not true then
    perform :"auth".refuse_malformed();
  end if;
  -- The media type that it stands for: RFC 7515, 4.1.9.
  if (
    regexp_replace(lower(coalesce(header ->> 'typ', 'JWT') collate "C"), '^application/(?=[^/]*$)', '')
      in ('jwt', 'at+jwt')
  ) is not true then
    perform :"auth".refuse(
      'token_claims_invalid',
      'The header of the token says by its "typ" that it is of another kind than JWT and at+jwt, which open sessions.'
    );
  end if;
end
$rowauth$;`

const databaseTokensCheckTimes = `-- Checks \`exp\` and \`nbf\` (RFC 7519, 4.1.4 and 4.1.5) with 30 seconds of leeway, and \`iat\` with 300; answers when the
-- session ends.
create or replace function :"auth".check_times(claims pg_catalog.jsonb) returns pg_catalog.timestamptz
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  now constant numeric := extract(epoch from clock_timestamp());
  leeway constant numeric := 30;
  exp numeric;
  name text;
begin
  foreach name in array array['exp', 'nbf', 'iat'] loop
    if jsonb_typeof(claims -> name) <> 'number' then
      perform :"auth".refuse('token_claims_invalid', format('The "%s" claim must be a number of seconds.', name));
    end if;
  end loop;

  exp := (claims ->> 'exp')::numeric;
  if exp + leeway <= now then
    perform :"auth".refuse('token_expired', 'The token has expired. Sign in again or refresh the token.');
  end if;
  if (claims ->> 'nbf')::numeric - leeway > now then
    perform :"auth".refuse('token_not_active', 'The token is not valid yet ("nbf").');
  end if;
  if (claims ->> 'iat')::numeric - 300 > now then
    perform :"auth".refuse('token_not_active', 'The token was issued in the future ("iat"): compare the clocks.');
  end if;
  -- No timestamp is as late as a number can be.
  return case when exp < 100000000000 then to_timestamp((exp + leeway)::float8) else 'infinity' end;
end
$rowauth$;`

const databaseTokensCheckClaims = `-- Checks what claims say besides their times: nobody is named '', and a logout token (OpenID Connect Back-Channel Logout
-- 1.0, 2.4), which older servers sign as any other JWT, opens no session.
create or replace function :"auth".check_claims(claims pg_catalog.jsonb) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if claims -> 'sub' = '""' then
    perform :"auth".refuse('token_claims_invalid', 'The "sub" claim is empty, so it names nobody.');
  end if;
  if jsonb_typeof(claims -> 'events') = 'object'
    and claims -> 'events' ? 'http://schemas.openid.net/event/backchannel-logout'
  then
    perform :"auth".refuse('token_claims_invalid', 'The token is a logout token ("events"), and opens no session.');
  end if;
end
$rowauth$;`

const databaseTokensIsUnstorable = `-- Is this text, which is no jsonb, a JSON object all the same? It has U+0000 or a lone surrogate, a number beyond
-- numeric, or more levels than the stack.
create or replace function :"auth".is_unstorable(claims_text pg_catalog.text) returns pg_catalog.bool
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if (ltrim(claims_text, e' \\t\\n\\r') like '{%') is not true then
    return false;
  end if;
  perform claims_text::json;
  return true;
exception
  when statement_too_complex then
    return true;
  when others then
    return false;
end
$rowauth$;`

const databaseTokensCheckClaimsText = `-- Refuses claims that jsonb holds and queries trip over: more than 100 levels, and numbers that are no float8 (22003), have
-- more than 1000 characters or an exponent of more than 1000. \`claims_text\` is JSON.
create or replace function :"auth".check_claims_text(claims_text pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  bare constant text := regexp_replace(claims_text, e'"([^"\\\\\\\\]|\\\\\\\\.)*"', '', 'g');
  brackets text;
begin
  if length(bare) - length(translate(bare, '[{', '')) > 100 then
    brackets := translate(regexp_replace(bare, '[^][{}]', '', 'g'), '{}', '[]');
    if exists (
      select
      from (
        select sum(case b.bracket when '[' then 1 else -1 end) over (order by b.place) as depth
        from string_to_table(brackets, null) with ordinality b (bracket, place)
      ) levels
      where levels.depth > 100
    ) then
      perform :"auth".refuse('token_claims_invalid', 'The claims are nested more than 100 levels deep.');
    end if;
  end if;

  -- Shorter ones without an exponent are as good as any.
  if bare !~ '[0-9.]{16}|[0-9.][eE]' then
    return;
  end if;
  begin
    -- float8 itself raises for what it does not hold.
    if exists (
      select from regexp_matches(bare, '(-?[0-9][0-9.eE+-]*)', 'g') m
      where m[1]::float8 is null or length(m[1]) > 1000 or abs(substring(m[1] from '[eE](.+)$')::numeric) > 1000
    ) then
      raise numeric_value_out_of_range;
    end if;
  exception
    when numeric_value_out_of_range then
      perform :"auth".refuse(
        'token_claims_invalid', 'The claims hold a number that is too large, too small or too long.'
      );
  end;
end
$rowauth$;`

const databaseTokensTokenKey = `-- The key that a token is to be checked with: the connection's own where the owner allows it, else the registered one of
-- its key id, else the only one that could be meant. \`issuer_differs\`: there is one, but for the tokens of others.
create or replace function :"auth".token_key(
  header pg_catalog.jsonb,
  claims pg_catalog.jsonb,
  out id pg_catalog.int8,
  out secret_id pg_catalog.text,
  out jwk pg_catalog.jsonb,
  out alg pg_catalog.text,
  out audience pg_catalog.text[],
  out not_after pg_catalog.timestamptz,
  out issuer_differs pg_catalog.bool
)
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  wanted_kid constant text := header ->> 'kid';
  wanted_alg constant text := :"auth".canonical_algorithm(header ->> 'alg');
  iss constant text := case jsonb_typeof(claims -> 'iss') when 'string' then claims ->> 'iss' end;
  fitting int8;
begin
  jwk := :"auth".connection_jwk();
  alg := :"auth".jwk_algorithm(jwk);
  if alg = wanted_alg and (wanted_kid is null or coalesce(jwk ->> 'kid', wanted_kid) = wanted_kid) then
    select s.id into secret_id from :"auth".secrets s where s.key_id is null;
    not_after := 'infinity';
    issuer_differs := false;
    return;
  end if;

  select k.id, s.id, k.jwk, k.alg, k.audience, coalesce(k.not_after, 'infinity'), k.differs,
    count(*) filter (where not k.differs) over ()
  into id, secret_id, jwk, alg, audience, not_after, issuer_differs, fitting
  from (
    select r.*, (r.issuer is null or r.issuer = iss) is not true as differs
    from :"auth".jwks r
    where (wanted_kid is null or r.kid = wanted_kid) and r.alg = wanted_alg
      and (r.not_before is null or r.not_before <= clock_timestamp())
      and (r.not_after is null or r.not_after > clock_timestamp())
  ) k
  join :"auth".secrets s on s.key_id = k.id
  order by k.differs, k.issuer nulls last
  limit 1;
  if id is not null and (wanted_kid is not null or fitting <= 1) then
    return;
  end if;
  if id is null and exists (select from :"auth".jwks r where r.kid = wanted_kid and r.alg <> wanted_alg) then
    perform :"auth".refuse(
      'token_algorithm_not_allowed', 'The signature algorithm of the token is not that of its key.'
    );
  end if;
  perform :"auth".refuse('token_key_not_found', 'No registered key has the key id of the token.');
end
$rowauth$;`

const databaseTokensVerifyToken = `-- Verifies a signed JWT (RFC 7519), what is cheap first and the signature last. Answers with the body of its ticket: the
-- id of the secret (36 characters), the end (16) and the claims as the issuer wrote them, in base64.
create or replace function :"auth".verify_token(token pg_catalog.text) returns pg_catalog.text
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  parts text[];
  signature bytea;
  header jsonb;
  claims jsonb;
  claims_text text;
  ends timestamptz;
  key record;
begin
  if (token <> '') is not true then
    perform :"auth".refuse('token_missing', 'There is no token.');
  end if;
  if octet_length(token) > 16384 then
    perform :"auth".refuse('token_too_large', 'The token is longer than 16384 bytes.');
  end if;

  parts := string_to_array(token, '.');
  begin
    signature := :"auth".base64url_decode(parts[3]);
    header := convert_from(:"auth".base64url_decode(parts[1]), 'UTF8')::jsonb;
    claims_text := convert_from(:"auth".base64url_decode(parts[2]), 'UTF8');
    claims := claims_text::jsonb;
  exception
    when others then
      if sqlstate = '22P05' and claims_text is null or :"auth".is_unstorable(claims_text) then
        perform :"auth".refuse('token_claims_invalid', 'The claims hold what this database cannot store.');
      end if;
      -- The parser's message quotes the token.
      header := null;
  end;
  if (
    cardinality(parts) = 3 and signature is not null
    and jsonb_typeof(header) = 'object' and jsonb_typeof(claims) = 'object'
  ) is not true then
    perform :"auth".refuse_malformed();
  end if;
  perform :"auth".check_header(header, length(signature) > 0);

  select * into key from :"auth".token_key(header, claims);
  perform :"auth".check_claims(claims);
  ends := :"auth".check_times(claims);
  if key.issuer_differs then
    perform :"auth".refuse(
      'token_issuer_mismatch', 'The "iss" claim of the token is missing or not an accepted issuer.'
    );
  end if;
  if (
    key.audience is null
    or exists (select from unnest(key.audience) accepted where claims -> 'aud' @> to_jsonb(accepted))
  ) is not true then
    perform :"auth".refuse(
      'token_audience_mismatch', 'The "aud" claim of the token is missing or names no accepted audience.'
    );
  end if;
  if :"auth".verify_with_key(
    key.id, key.jwk, key.alg, convert_to(parts[1] || '.' || parts[2], 'UTF8'), signature
  ) is not true then
    perform :"auth".refuse('token_signature_invalid', 'The signature of the token does not match its content.');
  end if;
  -- It costs more than a signature can, and whoever has none is refused by now.
  perform :"auth".check_claims_text(claims_text);
  return key.secret_id || :"auth".instant(least(ends, key.not_after))
    || translate(encode(convert_to(claims_text, 'UTF8'), 'base64'), chr(10), '');
end
$rowauth$;`

const transitionPutSession = `-- Where the seal is kept, and what the functions of application mode read.
create or replace function :"auth".put_session(seal pg_catalog.text, claims pg_catalog.text, is_local pg_catalog.bool) returns pg_catalog.text
language sql
return pg_catalog.set_config('rowauth.session', seal, is_local)
  operator(pg_catalog.||) pg_catalog.set_config('request.jwt.claims', claims, is_local);`

const databaseSessionsRefuseTicket = `-- Says what is wrong with a ticket: it is over, or anything else.
create or replace function :"auth".refuse_ticket(ticket pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  body constant text := substr(ticket, 66);
begin
  if octet_length(ticket) <= 16384 and exists (
    select from :"auth".secrets s
    where s.id = left(body, 36)
      and :"auth".same_mac(:"auth".mac(s.inner_pad, s.outer_pad, 'ticket', body), substr(ticket, 2, 64))
  ) then
    perform :"auth".refuse('token_expired', 'The token of the ticket has expired.');
  end if;
  perform :"auth".refuse('ticket_refused', 'The ticket is not valid here any more. Send the token.');
end
$rowauth$;`

const databaseSessionsRefuseOtherSubject = `-- A transaction is one person's: a seal of the first one could be put back by the second. What stands in the setting and
-- is not valid in this transaction alone does not count.
create or replace function :"auth".refuse_other_subject(claims pg_catalog.jsonb) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  seal constant text := current_setting('rowauth.session', true);
  opened jsonb;
begin
  if substr(seal, 117, 16) <> :"auth".instant(transaction_timestamp()) then
    return;
  end if;

  begin
    select substr(seal, 133)::jsonb into opened from :"auth".secrets s
    where s.id = substr(seal, 65, 36)
      and :"auth".same_mac(:"auth".mac(s.inner_pad, s.outer_pad, 'session', substr(seal, 65)), left(seal, 64));
  exception
    when others then
      return;
  end;
  if opened is null or opened = claims then
    return;
  end if;
  if (
    opened -> 'sub' = claims -> 'sub'
    and opened -> 'iss' is not distinct from claims -> 'iss'
  ) is not true then
    raise exception 'This transaction has a session of another subject already.'
      using errcode = 'invalid_authorization_specification', detail = 'session_refused',
        hint = 'Open one session in a transaction.';
  end if;
end
$rowauth$;`

const databaseSessionsWriteAudit = `-- A line in the server's log for a session that opens. A warning, since the server repeats the statement under a message
-- of the level LOG, and somebody may have written the token into it.
create or replace function :"auth".write_audit(key pg_catalog.int8, claims pg_catalog.jsonb) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp set client_min_messages = error
as $rowauth$
begin
  raise warning 'rowauth session: sub %, aud %, key %', coalesce(claims -> 'sub', 'null'),
    coalesce(claims -> 'aud', 'null'),
    coalesce((select coalesce(to_jsonb(k.kid), 'null') from :"auth".jwks k where k.id = key), '"of the connection"');
end
$rowauth$;`

const databaseSessionsInit = `-- Looks at the key that the connection brings along. Without one there is nothing to do: keys are registered.
create or replace function :"auth".init() returns pg_catalog.void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if current_setting('pg_session_jwt.jwk', true) <> '' and :"auth".connection_jwk() is null then
    raise exception 'This database takes no key from a connection.'
      using errcode = 'object_not_in_prerequisite_state',
        hint = 'Register the key, or have the owner of the schema call allow_connection_jwk(true).';
  end if;
end
$rowauth$;`

const databaseSessionsJwtSessionInit = `-- Verifies a token and opens a session for as long as the connection, the token and its key last.
create or replace function :"auth".jwt_session_init(jwt pg_catalog.text) returns pg_catalog.void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  body constant text := :"auth".verify_token(jwt);
  claims constant text := convert_from(decode(substr(body, 53), 'base64'), 'UTF8');
  seal_body constant text := left(body, 52) || '0000000000000000' || claims;
  key bigint;
  mac text;
  audit_log bool;
begin
  select s.key_id, :"auth".mac(s.inner_pad, s.outer_pad, 'session', seal_body), v.audit_log into key, mac, audit_log
  from :"auth".secrets s, :"auth".verification_settings v where s.id = left(body, 36);
  if current_setting('rowauth.session', true) <> '' then
    perform :"auth".refuse_other_subject(claims::jsonb);
  end if;
  mac := :"auth".put_session(mac || seal_body, claims, false);
  if audit_log then
    perform :"auth".write_audit(key, claims::jsonb);
  end if;
end
$rowauth$;`

const databaseSessionsOpenSession = `-- Opens a session for the transaction, for drivers. The credential is a token, the ticket that the answer to a token
-- brings, or '' for nobody. Answers with the SHA-256 of the credential, so that the driver sees for whom it was opened,
-- and the ticket. A ticket consists of \`~\`, its MAC (64 characters), the id of the secret (36), the end (16) and the
-- claims in base64, which no client encoding changes. Every statement of a driver comes here first: a statement more is
-- time for each of them.
create or replace function :"auth".open_session(credential pg_catalog.text) returns pg_catalog.text
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  is_ticket constant bool := left(credential, 1) = '~';
  body text;
  claims text;
  seal text;
  key bigint;
  inner_pad bytea;
  outer_pad bytea;
  audit_log bool;
begin
  if is_ticket then
    body := substr(credential, 66);
  elsif credential = '' then
    seal := :"auth".put_session('', '', true);
    return encode(sha256(''), 'hex');
  else
    body := :"auth".verify_token(credential);
  end if;

  select s.key_id, s.inner_pad, s.outer_pad, v.audit_log into key, inner_pad, outer_pad, audit_log
  from :"auth".secrets s, :"auth".verification_settings v where s.id = left(body, 36);
  if is_ticket and (
    octet_length(credential) <= 16384
    and :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'ticket', body), substr(credential, 2, 64))
    and substr(body, 37, 16) collate "C" > :"auth".instant(clock_timestamp())
  ) is not true then
    perform :"auth".refuse_ticket(credential);
  end if;
  claims := convert_from(decode(substr(body, 53), 'base64'), 'UTF8');
  if current_setting('rowauth.session', true) <> '' then
    perform :"auth".refuse_other_subject(claims::jsonb);
  end if;

  seal := left(body, 52) || :"auth".instant(transaction_timestamp()) || claims;
  seal := :"auth".put_session(:"auth".mac(inner_pad, outer_pad, 'session', seal) || seal, claims, true);
  if audit_log then
    perform :"auth".write_audit(key, claims::jsonb);
  end if;

  -- The key of a connection is its own: a ticket would open a session on every other one.
  return encode(sha256(convert_to(credential, 'UTF8')), 'hex') || case
    when is_ticket or key is null then ''
    else ' ~' || :"auth".mac(inner_pad, outer_pad, 'ticket', body) || body
  end;
end
$rowauth$;`

const transitionSession = `-- The claims of a session that this database opened for the transaction, else those that the application wrote, else those
-- of a session that the connection has for itself. Applications of either mode are served so, and a transaction goes on
-- that was opened before the switch began: in database mode with a seal alone, in application mode with claims alone.
--
-- An application in application mode writes claims in every transaction, if only empty ones: it never gets to the seal
-- that somebody has left on its pooled connection. Seals are read as database/sessions/session.sql has it.
create or replace function :"auth".session() returns pg_catalog.jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  seal constant text := current_setting('rowauth.session', true);
  written constant text := current_setting('request.jwt.claims', true);
  body constant text := substr(seal, 65);
  is_of_transaction constant bool := coalesce(substr(body, 53, 16) = :"auth".instant(transaction_timestamp()), false);
  inner_pad bytea;
  outer_pad bytea;
begin
  if not is_of_transaction and (written is not null or coalesce(seal, '') = '') then
    return cast(coalesce(nullif(written, ''), 'null') as jsonb);
  end if;

  select s.inner_pad, s.outer_pad into inner_pad, outer_pad from :"auth".secrets s where s.id = left(body, 36);
  if (
    :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'session', body), left(seal, 64))
    and (is_of_transaction or substr(body, 53, 16) = '0000000000000000')
  ) is not true then
    raise exception 'The session was not opened by this database, or not for this transaction.'
      using errcode = 'invalid_authorization_specification', detail = 'session_refused';
  end if;
  if (substr(body, 37, 16) collate "C" > :"auth".instant(statement_timestamp())) is not true then
    raise exception 'The token of the session has expired.'
      using errcode = 'invalid_authorization_specification', detail = 'token_expired';
  end if;
  return cast(substr(body, 69) as jsonb);
end
$rowauth$;`

const commonFunctionRevokes2 = `revoke execute on function
  :"auth".session(), :"auth".jwt(), :"auth".user_id(), :"auth".uid(),
  :"auth".organization(), :"auth".organization_id(), :"auth".init(), :"auth".jwt_session_init(pg_catalog.text),
  :"auth".open_session(pg_catalog.text), :"auth".base64url_encode(pg_catalog.bytea), :"auth".base64url_decode(pg_catalog.text), :"auth".bytes_to_numeric(pg_catalog.bytea),
  :"auth".numeric_to_bytes(pg_catalog.numeric, pg_catalog.int4), :"auth".bit_length_of(pg_catalog.bytea), :"auth".reverse_bytes(pg_catalog.bytea), :"auth".inverse_modulo(pg_catalog.numeric, pg_catalog.numeric),
  :"auth".rsa_key_problem(pg_catalog.jsonb, pg_catalog.text), :"auth".rsa_derive(pg_catalog.int8, pg_catalog.jsonb), :"auth".rsa_power(pg_catalog.numeric, :"auth".rsa_keys), :"auth".rsa_pss_matches(pg_catalog.bytea, pg_catalog.int4, pg_catalog.bytea),
  :"auth".rsa_verify(pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.bytea, pg_catalog.bytea), :"auth".rsa_register(pg_catalog.int8, pg_catalog.jsonb), :"auth".ed25519_small_order(pg_catalog.numeric), :"auth".ed25519_decompress(pg_catalog.bytea),
  :"auth".ed25519_entries(pg_catalog.numeric, pg_catalog.int4, pg_catalog.int4), :"auth".ed25519_multiply(pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric), :"auth".ed25519_multiples(pg_catalog.numeric, pg_catalog.numeric, pg_catalog.int4, pg_catalog.int4), :"auth".ed25519_key_problem(pg_catalog.jsonb, pg_catalog.text),
  :"auth".ed25519_verify(pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.bytea, pg_catalog.bytea), :"auth".ed25519_register(pg_catalog.int8, pg_catalog.jsonb), :"auth".ecdsa_curve(pg_catalog.text), :"auth".ecdsa_coordinate(pg_catalog.jsonb, pg_catalog.text, pg_catalog.int4),
  :"auth".ecdsa_digits(pg_catalog.numeric, pg_catalog.int4, pg_catalog.int4), :"auth".ecdsa_multiples(pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.int4, pg_catalog.int4), :"auth".ecdsa_steps(pg_catalog.text, pg_catalog.numeric, pg_catalog.int8, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric), :"auth".ecdsa_sum(pg_catalog.text, pg_catalog.numeric, pg_catalog.int8, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric),
  :"auth".ecdsa_complete_sum(pg_catalog.text, pg_catalog.numeric, pg_catalog.int8, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric), :"auth".ecdsa_key_problem(pg_catalog.jsonb, pg_catalog.text), :"auth".ecdsa_verify(pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.bytea, pg_catalog.bytea), :"auth".ecdsa_register(pg_catalog.int8, pg_catalog.jsonb),
  :"auth".canonical_algorithm(pg_catalog.text), :"auth".key_type(pg_catalog.text), :"auth".jwk_algorithm(pg_catalog.jsonb), :"auth".public_jwk(pg_catalog.jsonb),
  :"auth".jwk_problem(pg_catalog.jsonb), :"auth".derive_values(pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text), :"auth".verify_with_key(pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.bytea, pg_catalog.bytea), :"auth".verify_signature(pg_catalog.jsonb, pg_catalog.text, pg_catalog.bytea, pg_catalog.bytea),
  :"auth".register_jwk(pg_catalog.jsonb, pg_catalog.text, pg_catalog.text[], pg_catalog.timestamptz, pg_catalog.timestamptz), :"auth".retire_jwk(pg_catalog.text, pg_catalog.text), :"auth".connection_jwk(), :"auth".audit_log(pg_catalog.bool),
  :"auth".allow_connection_jwk(pg_catalog.bool), :"auth".hmac_pad(pg_catalog.bytea, pg_catalog.int4), :"auth".hmac_sha256(pg_catalog.bytea, pg_catalog.bytea, pg_catalog.bytea), :"auth".mac(pg_catalog.bytea, pg_catalog.bytea, pg_catalog.text, pg_catalog.text),
  :"auth".same_mac(pg_catalog.text, pg_catalog.text), :"auth".instant(pg_catalog.timestamptz), :"auth".new_secret(pg_catalog.int8), :"auth".rotate_secret(),
  :"auth".refuse(pg_catalog.text, pg_catalog.text), :"auth".refuse_malformed(), :"auth".printable(pg_catalog.text), :"auth".check_header(pg_catalog.jsonb, pg_catalog.bool),
  :"auth".check_times(pg_catalog.jsonb), :"auth".check_claims(pg_catalog.jsonb), :"auth".is_unstorable(pg_catalog.text), :"auth".check_claims_text(pg_catalog.text),
  :"auth".token_key(pg_catalog.jsonb, pg_catalog.jsonb), :"auth".verify_token(pg_catalog.text), :"auth".put_session(pg_catalog.text, pg_catalog.text, pg_catalog.bool), :"auth".refuse_ticket(pg_catalog.text),
  :"auth".refuse_other_subject(pg_catalog.jsonb), :"auth".write_audit(pg_catalog.int8, pg_catalog.jsonb)
from public;`

const commonFunctionGrants2 = `-- Policies call these as the role that runs the query.
grant execute on function
  :"auth".session(), :"auth".jwt(), :"auth".user_id(), :"auth".uid(),
  :"auth".organization(), :"auth".organization_id(), :"auth".init(), :"auth".jwt_session_init(pg_catalog.text),
  :"auth".open_session(pg_catalog.text)
to :"authenticated", :"anonymous";`

const databaseSessionsLoginGrants = `grant execute on function
  :"auth".init(), :"auth".jwt_session_init(pg_catalog.text), :"auth".open_session(pg_catalog.text)
to :"authenticator";

-- Whoever has a valid token may be the one whom it names.
grant execute on function
  :"auth".open_session(pg_catalog.text)
to public;`

const databaseSessionsPutSession = `-- Where the seal is kept.
create or replace function :"auth".put_session(seal pg_catalog.text, claims pg_catalog.text, is_local pg_catalog.bool) returns pg_catalog.text
language sql
return pg_catalog.set_config('rowauth.session', seal, is_local);`

const databaseSessionsSession = `-- The claims that this database has sealed in the setting \`rowauth.session\`, or JSON null while it is empty. The setting
-- is anybody's to write: what is not a seal, or is over, raises. A seal consists of its MAC (64 characters), the id of
-- the secret (36), the end (16), the transaction (16; zeros: any) and the claims.
create or replace function :"auth".session() returns pg_catalog.jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  seal constant text := current_setting('rowauth.session', true);
  body text;
  inner_pad bytea;
  outer_pad bytea;
begin
  if (seal <> '') is not true then
    return cast('null' as jsonb);
  end if;

  body := substr(seal, 65);
  select s.inner_pad, s.outer_pad into inner_pad, outer_pad from :"auth".secrets s where s.id = left(body, 36);
  if (
    :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'session', body), left(seal, 64))
    and substr(body, 53, 16) in (:"auth".instant(transaction_timestamp()), '0000000000000000')
  ) is not true then
    raise exception 'The session was not opened by this database, or not for this transaction.'
      using errcode = 'invalid_authorization_specification', detail = 'session_refused';
  end if;
  -- A statement can last as long as its user likes: it ends with the token, too.
  if (substr(body, 37, 16) collate "C" > :"auth".instant(clock_timestamp())) is not true then
    raise exception 'The token of the session has expired.'
      using errcode = 'invalid_authorization_specification', detail = 'token_expired';
  end if;
  return cast(substr(body, 69) as jsonb);
end
$rowauth$;`

export const commonMove = `-- Lets the script run over a schema whose tokens somebody else verifies so far. Only a switch of the verification
-- begins with this: everybody else is refused by \`schema.sql\`.
do $rowauth$
declare
  this_version constant pg_catalog.int4 := :version;
  this_mode constant pg_catalog.text := :'verification';
  schema_name constant pg_catalog.text := :'auth';
  installed pg_catalog.text[];
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  perform pg_advisory_xact_lock(hashtext('rowauth'), hashtext(schema_name));

  select regexp_match(obj_description(n.oid, 'pg_namespace'),
    '^rowauth auth schema, version ([0-9]{1,6}), (application|transition|database)$')
  into installed
  from pg_namespace n where n.nspname = schema_name;

  if installed is null then
    raise exception 'there is no schema % that rowauth made', quote_ident(schema_name)
      using errcode = 'object_not_in_prerequisite_state', hint = 'Install the auth schema first.';
  end if;
  if installed[1]::int4 > this_version then
    raise exception 'schema % was installed by a newer rowauth than this script (version %)',
      quote_ident(schema_name), this_version
      using errcode = 'object_not_in_prerequisite_state', hint = 'Apply the script of the newer rowauth.';
  end if;
  if installed[2] <> this_mode then
    execute format('comment on schema %I is %L', schema_name, 'rowauth auth schema, version 0, ' || this_mode);
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

const transitionDropVerification = `-- What verification by the database has left. Policies call none of it, and whatever else does is in the way.
do $rowauth$
declare
  schema_name constant pg_catalog.text := :'auth';
  objects pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  -- In one statement each: some depend on others.
  select string_agg(p.oid::regprocedure::text, ', ') into objects from pg_proc p
  where p.pronamespace = to_regnamespace(quote_ident(schema_name)) and p.proname in (
    'open_session', 'base64url_encode', 'base64url_decode', 'bytes_to_numeric',
    'numeric_to_bytes', 'bit_length_of', 'reverse_bytes', 'inverse_modulo',
    'rsa_key_problem', 'rsa_derive', 'rsa_power', 'rsa_pss_matches',
    'rsa_verify', 'rsa_register', 'ed25519_small_order', 'ed25519_decompress',
    'ed25519_entries', 'ed25519_multiply', 'ed25519_multiples', 'ed25519_key_problem',
    'ed25519_verify', 'ed25519_register', 'ecdsa_curve', 'ecdsa_coordinate',
    'ecdsa_digits', 'ecdsa_multiples', 'ecdsa_steps', 'ecdsa_sum',
    'ecdsa_complete_sum', 'ecdsa_key_problem', 'ecdsa_verify', 'ecdsa_register',
    'canonical_algorithm', 'key_type', 'jwk_algorithm', 'public_jwk',
    'jwk_problem', 'derive_values', 'verify_with_key', 'verify_signature',
    'register_jwk', 'retire_jwk', 'connection_jwk', 'audit_log',
    'allow_connection_jwk', 'hmac_pad', 'hmac_sha256', 'mac',
    'same_mac', 'instant', 'new_secret', 'rotate_secret',
    'refuse', 'refuse_malformed', 'printable', 'check_header',
    'check_times', 'check_claims', 'is_unstorable', 'check_claims_text',
    'token_key', 'verify_token', 'put_session', 'refuse_ticket',
    'refuse_other_subject', 'write_audit');
  if objects is not null then
    execute 'drop function ' || objects;
  end if;
  select string_agg(c.oid::regclass::text, ', ') into objects from pg_class c
  where c.relnamespace = to_regnamespace(quote_ident(schema_name)) and c.relkind = 'r' and c.relname in (
    'jwks', 'secrets', 'verification_settings', 'rsa_keys',
    'ed25519_keys', 'ed25519_key_points', 'ed25519_base_points', 'ecdsa_base_points',
    'ecdsa_key_points');
  if objects is not null then
    execute 'drop table ' || objects;
  end if;
  execute format('revoke usage on schema %I from public', schema_name);
  execute format('revoke execute on all functions in schema %I from %I', schema_name, :'authenticator');

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

export const rolesStatements: readonly string[] = [rolesCreate, rolesMemberships, rolesCheck]

export const applicationStatements: readonly string[] = [
  commonSchema,
  rolesCreate,
  rolesMemberships,
  rolesCheck,
  commonSchemaRevokes,
  commonSchemaGrants,
  applicationSession,
  claimsJwt,
  claimsUserId,
  claimsUid,
  claimsOrganization,
  claimsOrganizationId,
  applicationInit,
  applicationJwtSessionInit,
  commonFunctionRevokes,
  commonFunctionGrants,
  commonVersion,
]

export const transitionStatements: readonly string[] = [
  commonSchema2,
  commonSchemaRevokes,
  rolesCreate,
  rolesMemberships,
  rolesCheck,
  commonSchemaGrants,
  databaseTablesLoginGrants,
  databaseTablesJwks,
  databaseTablesJwksNames,
  databaseTablesSecrets,
  databaseTablesVerificationSettings,
  databaseRsaKeys,
  databaseEd25519Keys,
  databaseEd25519KeyPoints,
  databaseEd25519BasePoints,
  databaseEcdsaBasePoints,
  databaseEcdsaKeyPoints,
  databaseTablesOwnerOnly,
  databaseTablesDefaultSettings,
  databaseBytesBase64urlEncode,
  databaseBytesBase64urlDecode,
  databaseBytesBytesToNumeric,
  databaseBytesNumericToBytes,
  databaseBytesBitLengthOf,
  databaseBytesReverseBytes,
  databaseArithmeticInverseModulo,
  databaseRsaKeyProblem,
  databaseRsaDerive,
  databaseRsaPower,
  databaseRsaPssMatches,
  databaseRsaVerify,
  databaseRsaRegister,
  databaseEd25519SmallOrder,
  databaseEd25519Decompress,
  databaseEd25519Entries,
  databaseEd25519Multiply,
  databaseEd25519Multiples,
  databaseEd25519KeyProblem,
  databaseEd25519Verify,
  databaseEd25519Register,
  databaseEd25519FillBasePoints,
  databaseEcdsaCurve,
  databaseEcdsaCoordinate,
  databaseEcdsaDigits,
  databaseEcdsaMultiples,
  databaseEcdsaSteps,
  databaseEcdsaSum,
  databaseEcdsaCompleteSum,
  databaseEcdsaKeyProblem,
  databaseEcdsaVerify,
  databaseEcdsaRegister,
  databaseEcdsaFillBasePoints,
  databaseKeysCanonicalAlgorithm,
  databaseKeysKeyType,
  databaseKeysJwkAlgorithm,
  databaseKeysPublicJwk,
  databaseKeysJwkProblem,
  databaseKeysDeriveValues,
  databaseKeysVerifyWithKey,
  databaseKeysVerifySignature,
  databaseKeysRegisterJwk,
  databaseKeysRetireJwk,
  databaseKeysConnectionJwk,
  databaseSettingsAuditLog,
  databaseSettingsAllowConnectionJwk,
  databaseSessionsHmacPad,
  databaseSessionsHmacSha256,
  databaseSessionsMac,
  databaseSessionsSameMac,
  databaseSessionsInstant,
  databaseSessionsNewSecret,
  databaseSessionsRotateSecret,
  databaseSessionsRefuse,
  databaseTokensRefuseMalformed,
  databaseTokensPrintable,
  databaseTokensCheckHeader,
  databaseTokensCheckTimes,
  databaseTokensCheckClaims,
  databaseTokensIsUnstorable,
  databaseTokensCheckClaimsText,
  databaseTokensTokenKey,
  databaseTokensVerifyToken,
  transitionPutSession,
  databaseSessionsRefuseTicket,
  databaseSessionsRefuseOtherSubject,
  databaseSessionsWriteAudit,
  databaseSessionsInit,
  databaseSessionsJwtSessionInit,
  databaseSessionsOpenSession,
  transitionSession,
  claimsJwt,
  claimsUserId,
  claimsUid,
  claimsOrganization,
  claimsOrganizationId,
  commonFunctionRevokes2,
  commonFunctionGrants2,
  databaseSessionsLoginGrants,
  databaseTablesOwnerOnly,
  commonVersion,
]

export const databaseStatements: readonly string[] = [
  commonSchema2,
  commonSchemaRevokes,
  rolesCreate,
  rolesMemberships,
  rolesCheck,
  commonSchemaGrants,
  databaseTablesLoginGrants,
  databaseTablesJwks,
  databaseTablesJwksNames,
  databaseTablesSecrets,
  databaseTablesVerificationSettings,
  databaseRsaKeys,
  databaseEd25519Keys,
  databaseEd25519KeyPoints,
  databaseEd25519BasePoints,
  databaseEcdsaBasePoints,
  databaseEcdsaKeyPoints,
  databaseTablesOwnerOnly,
  databaseTablesDefaultSettings,
  databaseBytesBase64urlEncode,
  databaseBytesBase64urlDecode,
  databaseBytesBytesToNumeric,
  databaseBytesNumericToBytes,
  databaseBytesBitLengthOf,
  databaseBytesReverseBytes,
  databaseArithmeticInverseModulo,
  databaseRsaKeyProblem,
  databaseRsaDerive,
  databaseRsaPower,
  databaseRsaPssMatches,
  databaseRsaVerify,
  databaseRsaRegister,
  databaseEd25519SmallOrder,
  databaseEd25519Decompress,
  databaseEd25519Entries,
  databaseEd25519Multiply,
  databaseEd25519Multiples,
  databaseEd25519KeyProblem,
  databaseEd25519Verify,
  databaseEd25519Register,
  databaseEd25519FillBasePoints,
  databaseEcdsaCurve,
  databaseEcdsaCoordinate,
  databaseEcdsaDigits,
  databaseEcdsaMultiples,
  databaseEcdsaSteps,
  databaseEcdsaSum,
  databaseEcdsaCompleteSum,
  databaseEcdsaKeyProblem,
  databaseEcdsaVerify,
  databaseEcdsaRegister,
  databaseEcdsaFillBasePoints,
  databaseKeysCanonicalAlgorithm,
  databaseKeysKeyType,
  databaseKeysJwkAlgorithm,
  databaseKeysPublicJwk,
  databaseKeysJwkProblem,
  databaseKeysDeriveValues,
  databaseKeysVerifyWithKey,
  databaseKeysVerifySignature,
  databaseKeysRegisterJwk,
  databaseKeysRetireJwk,
  databaseKeysConnectionJwk,
  databaseSettingsAuditLog,
  databaseSettingsAllowConnectionJwk,
  databaseSessionsHmacPad,
  databaseSessionsHmacSha256,
  databaseSessionsMac,
  databaseSessionsSameMac,
  databaseSessionsInstant,
  databaseSessionsNewSecret,
  databaseSessionsRotateSecret,
  databaseSessionsRefuse,
  databaseTokensRefuseMalformed,
  databaseTokensPrintable,
  databaseTokensCheckHeader,
  databaseTokensCheckTimes,
  databaseTokensCheckClaims,
  databaseTokensIsUnstorable,
  databaseTokensCheckClaimsText,
  databaseTokensTokenKey,
  databaseTokensVerifyToken,
  databaseSessionsPutSession,
  databaseSessionsRefuseTicket,
  databaseSessionsRefuseOtherSubject,
  databaseSessionsWriteAudit,
  databaseSessionsInit,
  databaseSessionsJwtSessionInit,
  databaseSessionsOpenSession,
  databaseSessionsSession,
  claimsJwt,
  claimsUserId,
  claimsUid,
  claimsOrganization,
  claimsOrganizationId,
  commonFunctionRevokes2,
  commonFunctionGrants2,
  databaseSessionsLoginGrants,
  databaseTablesOwnerOnly,
  commonVersion,
]

export const leavingStatements: readonly string[] = [
  commonMove,
  commonSchema,
  rolesCreate,
  rolesMemberships,
  rolesCheck,
  commonSchemaRevokes,
  commonSchemaGrants,
  applicationSession,
  claimsJwt,
  claimsUserId,
  claimsUid,
  claimsOrganization,
  claimsOrganizationId,
  applicationInit,
  applicationJwtSessionInit,
  commonFunctionRevokes,
  commonFunctionGrants,
  transitionDropVerification,
  commonVersion,
]
