/**
 * Shadows in the schema `evil` for all functions, operators and types of pg_catalog that code about texts, bytes,
 * numbers, JSON and times could mean. Each tells that it was called, by an error.
 */
export const lookAlikes = `
create function evil.ambush() returns void language plpgsql as $$
begin raise exception 'ambushed as %', current_user using errcode = 'XX999'; end $$;

do $do$
declare
  kinds constant oid[] = array['text', 'bytea', 'jsonb', 'json', 'numeric', 'int2', 'int4', 'int8', 'float8', 'bool', 'name', 'oid',
    'timestamptz', 'timestamp', 'interval', 'uuid', 'varbit', 'bit', 'jsonpath', '"char"', 'bpchar', 'varchar', 'regclass', 'xid8',
    'text[]', 'numeric[]', 'int4[]', 'int8[]', 'bool[]', 'bytea[]', 'jsonb[]']::regtype[]::oid[]
    || array['anyelement', 'anyarray', 'anycompatible', 'anycompatiblearray', 'anynonarray', '"any"', 'void']::regtype[]::oid[];
  each record;
begin
  for each in
    select p.proname, array_to_string(array(select t::regtype::text from unnest(p.proargtypes) t), ', ') as args,
      p.prorettype::regtype::text as result, p.proretset
    from pg_catalog.pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace and p.prokind = 'f' and p.proargtypes::oid[] <@ kinds
      and p.prorettype = any (kinds) and '"any"'::regtype <> all (p.proargtypes) and not p.proretset
  loop
    begin
      execute format('create function evil.%I(%s) returns %s language plpgsql as %L', each.proname, each.args, each.result,
        'begin perform evil.ambush(); return null; end');
    exception when others then
      begin
        execute format('create function evil.%I(%s) returns %s language plpgsql as %L', each.proname, each.args, each.result,
          'begin perform evil.ambush(); end');
      exception when others then null;
      end;
    end;
  end loop;
  for each in
    select o.oprname, o.oprleft, o.oprright, o.oprresult, row_number() over () as number from pg_catalog.pg_operator o
    where o.oprnamespace = 'pg_catalog'::regnamespace and (o.oprleft = 0 or o.oprleft = any (kinds))
      and o.oprright = any (kinds) and o.oprresult = any (kinds)
  loop
    begin
      execute format('create function evil.%I(%s) returns %s language plpgsql as %L', 'operator_' || each.number,
        concat_ws(', ', nullif(each.oprleft, 0)::regtype, each.oprright::regtype), each.oprresult::regtype,
        'begin perform evil.ambush(); return null; end');
      execute format('create operator evil.%s (%s rightarg = %s, function = evil.%I)', each.oprname,
        'leftarg = ' || nullif(each.oprleft, 0)::regtype || ',', each.oprright::regtype, 'operator_' || each.number);
    exception when others then null;
    end;
  end loop;
  foreach each.oprname in array array['text', 'bytea', 'jsonb', 'numeric', 'int4', 'int8', 'bool', 'timestamptz', 'varbit', 'name', 'uuid', 'record'] loop
    execute format('create domain evil.%I as pg_catalog.int4 check (false)', each.oprname);
  end loop;
end $do$;
create collation evil."C" (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
create collation evil."default" (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
`

/** In the temporary schema: relations and types, which are looked up there before all others. */
export const temporaryShadows = (tables: readonly string[]) => `
do $do$
declare
  name pg_catalog.text;
begin
  foreach name in array array['${tables.join("', '")}', 'pg_class', 'pg_proc', 'pg_settings', 'pg_roles', 'pg_namespace'] loop
    execute pg_catalog.format('create temporary table %I (id pg_catalog.text, key_id pg_catalog.int8, inner_pad pg_catalog.bytea,
      outer_pad pg_catalog.bytea, jwk pg_catalog.jsonb, kid pg_catalog.text, alg pg_catalog.text)', name);
    execute pg_catalog.format('insert into pg_temp.%I values (%L, 1, %L, %L)', name, 'mine', '', '');
  end loop;
  foreach name in array array['text', 'bytea', 'jsonb', 'numeric', 'int4', 'int8', 'bool', 'timestamptz', 'varbit', 'name', 'record'] loop
    execute pg_catalog.format('create domain pg_temp.%I as pg_catalog.int4 check (false)', name);
  end loop;
end $do$;`
