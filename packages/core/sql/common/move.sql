-- Lets the script run over a schema whose tokens somebody else verifies so far. Only a switch of the verification
-- begins with this: everybody else is refused by `schema.sql`.
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
$rowauth$;
