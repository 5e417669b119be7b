-- Puts back what depended on the old auth functions, word for word, so that it calls those of the auth schema now.
do $rowauth$
declare
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  if to_regnamespace('rowauth_move') is not null then
    -- It runs with the rights of this role, so nobody else may have written it.
    if not exists (
      select from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles me on me.rolname = current_user
      where p.oid = to_regprocedure('rowauth_move.restore()') and p.proowner = me.oid and n.nspowner = me.oid
    ) then
      raise exception 'schema rowauth_move was not made by this migration'
        using errcode = 'object_not_in_prerequisite_state', hint = 'Look at what it is, and drop it.';
    end if;
    perform rowauth_move.restore();
    drop schema rowauth_move cascade;
  end if;

  -- The mark of an adoption, which is over.
  if obj_description(to_regnamespace('rowauth'), 'pg_namespace') like 'rowauth adoption, version %' then
    begin
      drop schema rowauth;
    exception
      when dependent_objects_still_exist or insufficient_privilege then
        raise warning 'schema rowauth stays: %', sqlerrm;
    end;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
