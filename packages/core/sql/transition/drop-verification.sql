-- What verification by the database has left. Policies call none of it, and whatever else does is in the way.
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
    :verification_names);
  if objects is not null then
    execute 'drop function ' || objects;
  end if;
  select string_agg(c.oid::regclass::text, ', ') into objects from pg_class c
  where c.relnamespace = to_regnamespace(quote_ident(schema_name)) and c.relkind = 'r' and c.relname in (
    :verification_tables);
  if objects is not null then
    execute 'drop table ' || objects;
  end if;
  execute format('revoke usage on schema %I from public', schema_name);
  execute format('revoke execute on all functions in schema %I from %I', schema_name, :'authenticator');

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
