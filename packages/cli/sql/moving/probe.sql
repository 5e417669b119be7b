-- Refuses functions made by hand that say something else than those of the auth schema: somebody would see other rows.
do $rowauth$
declare
  schema_id pg_catalog.oid;
  old pg_catalog.record;
  answer pg_catalog.text;
  caller_path pg_catalog.text;
  caller_claims pg_catalog.text;
  id constant pg_catalog.text := '7f3c1f0e-52f1-4b7e-9d53-0d6c2f3b9a10';
  claims constant pg_catalog.jsonb := pg_catalog.jsonb_build_object('sub', id, 'o', pg_catalog.jsonb_build_object('id', id));
begin
  caller_path := pg_catalog.current_setting('search_path');
  caller_claims := pg_catalog.current_setting('request.jwt.claims', true);
  schema_id := pg_catalog.to_regnamespace(pg_catalog.quote_ident(:'auth'));

  for old in
    select p.oid::pg_catalog.regprocedure as signature, p.proname,
      pg_catalog.format('select %s::text', p.oid::pg_catalog.regprocedure) as call,
      pg_catalog.format_type(p.prorettype, null) as result, wanted.result as wanted, wanted.answer
    from pg_catalog.pg_proc p
      join (
        values ('session', 'jsonb', claims::text), ('jwt', 'jsonb', claims::text), ('user_id', 'text', id), ('uid', 'uuid', id),
          ('organization', 'jsonb', (claims -> 'o')::text), ('organization_id', 'uuid', id)
      ) wanted (name, result, answer) on wanted.name = p.proname
    where p.pronamespace = schema_id and p.pronargs = 0
      and coalesce(pg_catalog.obj_description(schema_id, 'pg_namespace'), '') not like 'rowauth auth schema, version %'
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e'
      )
  loop
    if old.result <> old.wanted then
      raise exception 'the function % gives %, and that of the auth schema %', old.signature, old.result, old.wanted
        using errcode = 'object_not_in_prerequisite_state', hint = 'Use what is there: rowauth init --adopt.';
    end if;
    begin
      perform pg_catalog.set_config('request.jwt.claims', claims::text, true);
      execute old.call into answer;
    exception
      when others then answer := null;
    end;
    perform pg_catalog.set_config('request.jwt.claims', coalesce(caller_claims, ''), true);
    if answer is distinct from old.answer then
      raise exception 'the function % does not answer what that of the auth schema would', old.signature
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'It reads something else than the claims sub and o of request.jwt.claims. Use what is there: rowauth init --adopt.';
    end if;
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
