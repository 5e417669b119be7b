-- The tables, and all functions but the public ones, belong to the owner alone, whatever default privileges say.
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
      :verification_tables)
    union all
    select p.proowner from pg_proc p
    where p.pronamespace = to_regnamespace(quote_ident(schema_name)) and p.proname in (
      :function_names)
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
        :verification_tables)
    union
    select 'function ' || p.oid::regprocedure, case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end
    from pg_proc p, aclexplode(p.proacl) acl
    where p.pronamespace = to_regnamespace(quote_ident(schema_name)) and acl.grantee <> p.proowner
      and p.proname in (
        :owner_names)
  loop
    execute format('revoke all on %s from %s', object, grantee);
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
