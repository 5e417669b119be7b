-- What verification by the database has left. Nothing that policies call is among it.
do $rowauth$
declare
  schema_name constant pg_catalog.text := :'auth';
  object pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  for object in
    select 'function ' || p.oid::regprocedure from pg_proc p
    where p.pronamespace = to_regnamespace(quote_ident(schema_name)) and p.proname in (
      :verification_function_names)
    union all
    select 'table ' || c.oid::regclass from pg_class c
    where c.relnamespace = to_regnamespace(quote_ident(schema_name)) and c.relkind = 'r' and c.relname in (
      :verification_table_names)
  loop
    execute format('drop %s cascade', object);
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
