-- The schema itself. Refuses one that belongs to somebody else, and a step backwards in version or verification.
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
          :table_names)
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
          :function_names)
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
$rowauth$;
