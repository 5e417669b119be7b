-- Refuses functions made by hand that say something else than those of the auth schema, of a user or of a visitor:
-- somebody would see other rows.
do $rowauth$
declare
  schema_id constant pg_catalog.oid := pg_catalog.to_regnamespace(pg_catalog.quote_ident(:'auth'));
  caller_claims constant pg_catalog.text := pg_catalog.current_setting('request.jwt.claims', true);
  id constant pg_catalog.text := '7f3c1f0e-52f1-4b7e-9d53-0d6c2f3b9a10';
  claims constant pg_catalog.jsonb := pg_catalog.jsonb_build_object('sub', id, 'o', pg_catalog.jsonb_build_object('id', id));
  old pg_catalog.record;
  answer pg_catalog.text;
begin
  for old in
    select p.oid::pg_catalog.regprocedure as signature,
      pg_catalog.format('select %s::text', p.oid::pg_catalog.regprocedure) as call,
      pg_catalog.format_type(p.prorettype, null) as result, wanted.result as wanted, whose.claims,
      case when whose.claims = '' then wanted.of_visitor else wanted.of_user end as answer
    from pg_catalog.pg_proc p
      join (
        values ('session', 'jsonb', claims::text, 'null'), ('jwt', 'jsonb', claims::text, 'null'),
          ('user_id', 'text', id, null), ('uid', 'uuid', id, null),
          ('organization', 'jsonb', (claims -> 'o')::text, null), ('organization_id', 'uuid', id, null)
      ) wanted (name, result, of_user, of_visitor) on wanted.name = p.proname
      cross join (values (claims::text), ('')) whose (claims)
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
      perform pg_catalog.set_config('request.jwt.claims', old.claims, true);
      execute old.call into answer;
    exception
      when others then answer := 'an error';
    end;
    perform pg_catalog.set_config('request.jwt.claims', coalesce(caller_claims, ''), true);
    if answer is distinct from old.answer then
      raise exception 'the function % does not answer what that of the auth schema would%', old.signature,
          case when old.claims = '' then ' to a visitor' else '' end
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'That one reads sub and o of request.jwt.claims; without claims it gives NULL, and for the claims as a whole JSON null. Use what is there: rowauth init --adopt.';
    end if;
  end loop;
end
$rowauth$;
