// Compiled from packages/cli/sql/moving by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
export const afterSql = `-- Puts back what depended on the old auth functions, word for word, so that it calls those of the auth schema now.
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
$rowauth$;`

export const beforeSql = `-- Takes off the old auth functions what depends on them, and then the functions. Nothing is dropped that has rights,
-- comments or dependents of its own. Meanwhile nothing is open: policies and checks are false, and what views and
-- functions call raises an error. A database without old functions, a new one for instance, is left as it is.
do $rowauth$
declare
  schema_name constant pg_catalog.text := :'auth';
  schema_id pg_catalog.oid;
  old_functions pg_catalog.oid[];
  restore pg_catalog.text[] := '{}';
  old pg_catalog.record;
  dependent pg_catalog.record;
  stand_in pg_catalog.text;
  obstacle pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  schema_id := to_regnamespace(quote_ident(schema_name));
  select array_agg(p.oid) into old_functions
  from pg_proc p
  where p.pronamespace = schema_id
    and coalesce(obj_description(schema_id, 'pg_namespace'), '') not like 'rowauth auth schema, version %'
    and (
      p.proname || '(' || oidvectortypes(p.proargtypes) || ')' in (:signatures)
      or exists (
        select from pg_depend d join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.refclassid = 'pg_extension'::regclass
          and d.deptype = 'e' and e.extname = 'pg_session_jwt'
      )
    );

  if old_functions is not null then
    -- What the auth schema would stop at: better now than with half of it done.
    select 'table ' || c.oid::regclass into obstacle
    from pg_class c where c.relnamespace = schema_id and c.relname in (:table_names);
    if obstacle is null then
      select 'function ' || p.oid::regprocedure into obstacle
      from pg_proc p
      where p.pronamespace = schema_id and p.oid <> all(old_functions) and p.proname in (:function_names);
    end if;
    if obstacle is not null then
      raise exception 'the auth schema cannot take the place of what is there: %', obstacle
        using errcode = 'object_not_in_prerequisite_state',
          hint = 'Use what is there: rowauth init --adopt. Or give it another name or schema first.';
    end if;

    create schema rowauth_move;
    create function rowauth_move.closed() returns text language plpgsql
      as 'begin raise exception ''the auth functions are being replaced''; end';

    -- Whoever may call the functions may call the new ones, beside the roles that the auth schema grants them to: of
    -- the roles of the server those that have anything in this database.
    for old in
      select r.rolname
      from pg_roles r
      where not r.rolsuper and r.rolname !~ '^pg_' and r.rolname <> current_user
        and r.rolname not in (:'authenticated', :'anonymous')
        and exists (
          select from pg_shdepend d join pg_database b on b.oid = d.dbid and b.datname = current_database()
          where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid
        )
        and exists (select from unnest(old_functions) f where has_function_privilege(r.oid, f, 'execute'))
      order by r.rolname
    loop
      restore := restore || format('grant execute on function %s to %I', :'policy_functions', old.rolname);
      if has_schema_privilege(old.rolname, schema_id, 'usage') then
        restore := restore || format('grant usage on schema %I to %I', schema_name, old.rolname);
      end if;
    end loop;

    for old in
      select p.proname, pg_get_function_identity_arguments(p.oid) as arguments, format_type(p.prorettype, null) as result
      from pg_proc p
      where p.oid = any(old_functions) and not p.proretset
    loop
      execute format('create function rowauth_move.%I(%s) returns %s language plpgsql stable as %L', old.proname,
        old.arguments, old.result, 'begin raise exception ''the auth functions are being replaced''; end');
    end loop;

    for dependent in
      select p.polname, p.polrelid::regclass as relation, pg_get_expr(p.polqual, p.polrelid) as using_text,
        pg_get_expr(p.polwithcheck, p.polrelid) as check_text
      from pg_policy p
      where exists (
        select from pg_depend d
        where d.classid = 'pg_policy'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
      )
      order by p.polrelid, p.polname
    loop
      restore := restore || (
        format('alter policy %I on %s', dependent.polname, dependent.relation)
          || coalesce(' using (' || dependent.using_text || ')', '')
          || coalesce(' with check (' || dependent.check_text || ')', '')
      );
      -- As it is: what could not be put back later fails now.
      execute restore[cardinality(restore)];
      execute format('alter policy %I on %s', dependent.polname, dependent.relation)
        || case when dependent.using_text is null then '' else ' using (false)' end
        || case when dependent.check_text is null then '' else ' with check (false)' end;
    end loop;

    for dependent in
      select pg_get_expr(x.adbin, x.adrelid) as expression, format_type(a.atttypid, a.atttypmod) as type,
        format('alter table %s%s alter column %I', case when c.relkind in ('r', 'p') then 'only ' else '' end,
          c.oid::regclass, a.attname) as alter_column
      from pg_attrdef x
        join pg_class c on c.oid = x.adrelid
        join pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum and a.attgenerated = ''
      where exists (
        select from pg_depend d
        where d.classid = 'pg_attrdef'::regclass and d.objid = x.oid
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
      )
      order by c.oid, a.attnum
    loop
      restore := restore || (dependent.alter_column || ' set default ' || dependent.expression);
      execute restore[cardinality(restore)];
      execute dependent.alter_column || format(' set default cast(rowauth_move.closed() as %s)', dependent.type);
    end loop;

    -- What has dependents of its own is replaced in place, twice.
    for dependent in
      select 'create or replace view ' || c.oid::regclass
          || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ' as ' as head,
        pg_get_viewdef(c.oid) as body
      from pg_class c
      where c.relkind = 'v' and exists (
        select from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        where r.ev_class = c.oid and r.rulename = '_RETURN'
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
      )
      union all
      select '', pg_get_functiondef(p.oid)
      from pg_proc p
      where p.prokind in ('f', 'p') and p.oid <> all(old_functions) and exists (
        select from pg_depend d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
      )
    loop
      restore := restore || (dependent.head || dependent.body);
      stand_in := dependent.body;
      for old in
        select distinct quote_ident(p.proname) || '(' as call from pg_proc p where p.oid = any(old_functions)
      loop
        stand_in := case
          when quote_ident(schema_name) = schema_name then regexp_replace(stand_in,
            '[[:<:]]' || schema_name || '[.]' || replace(old.call, '(', '[(]'), 'rowauth_move.' || old.call, 'g')
          else replace(stand_in, quote_ident(schema_name) || '.' || old.call, 'rowauth_move.' || old.call)
        end;
      end loop;
      execute dependent.head || stand_in;
    end loop;

    -- After the views and functions that they may call.
    for dependent in
      select c.conname, c.conrelid::regclass as relation, pg_get_constraintdef(c.oid) as definition,
        obj_description(c.oid, 'pg_constraint') as comment,
        case when c.connoinherit then ' no inherit' else '' end as no_inherit,
        format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop_constraint,
        format('alter table %s add constraint %I ', c.conrelid::regclass, c.conname) as add_constraint
      from pg_constraint c
      where c.contype = 'c' and c.conrelid <> 0 and c.coninhcount = 0 and exists (
        select from pg_depend d
        where d.classid = 'pg_constraint'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
      )
      order by c.conrelid, c.conname
    loop
      restore := restore || dependent.drop_constraint || (dependent.add_constraint || dependent.definition)
        || array_remove(array[format('comment on constraint %I on %s is ', dependent.conname, dependent.relation)
          || quote_literal(dependent.comment)], null);
      execute dependent.drop_constraint;
      execute dependent.add_constraint || 'check (false)' || dependent.no_inherit || ' not valid';
    end loop;

    -- Kept in a function, which nobody but its owner can change. A check that rows do not meet without claims is made
    -- again without looking at them: it holds for new ones, as it does now.
    execute format('create function rowauth_move.restore() returns void language plpgsql as %L', format(
      'declare next text; begin foreach next in array %L::text[] loop begin execute next; '
        || 'exception when others then if next !~ ''^alter table .* add constraint '' then raise; end if; '
        || 'execute next || '' not valid''; end; end loop; end',
      restore
    ));

    if exists (
      select from pg_depend d join pg_extension e on e.oid = d.refobjid
      where d.classid = 'pg_proc'::regclass and d.objid = any(old_functions)
        and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname = 'pg_session_jwt'
    ) then
      drop extension pg_session_jwt;
    end if;
    select 'drop function ' || string_agg(p.oid::regprocedure::text, ', ') into stand_in
    from pg_proc p where p.oid = any(old_functions);
    if stand_in is not null then
      execute stand_in;
    end if;
    -- The mark of the auth schema takes the place of a comment.
    if exists (select from pg_namespace n where n.oid = schema_id and obj_description(n.oid, 'pg_namespace') is not null) then
      execute format('comment on schema %I is null', schema_name);
    end if;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

export const dependentsSql = `-- What depends on the old auth functions, and what stands in the way of the new ones. $1: their schema. $2: signatures,
-- and $3 names, of the functions that the auth schema has. $4: tables that it would stop at.
with auth as (
  select n.oid from pg_namespace n where n.nspname = $1::text
), old_functions as (
  select p.oid, e.oid as extension
  from pg_proc p
    join auth on auth.oid = p.pronamespace
    left join pg_depend d
      on d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
    left join pg_extension e on e.oid = d.refobjid
  where e.extname = 'pg_session_jwt' or p.proname || '(' || oidvectortypes(p.proargtypes) || ')' = any($2::text[])
), dependents as (
  select distinct d.classid, d.objid, case when d.classid = 'pg_class'::regclass then d.objsubid else 0 end as part
  from pg_depend d join old_functions f on d.refclassid = 'pg_proc'::regclass and d.refobjid = f.oid
  where d.deptype = 'n' and not (d.classid = 'pg_proc'::regclass and d.objid in (select oid from old_functions))
  union
  -- With its schema the extension takes what others have put there, or rather refuses to go.
  select o.classid, o.objid, 0
  from pg_depend s join pg_depend o on o.refclassid = s.classid and o.refobjid = s.objid and o.deptype = 'n'
  where s.classid = 'pg_namespace'::regclass and s.objid in (select oid from auth)
    and s.deptype = 'e' and s.refobjid in (select extension from old_functions)
    and not exists (
      select from pg_depend m
      where m.classid = o.classid and m.objid = o.objid and m.deptype in ('e', 'i', 'a')
    )
), in_the_way as (
  select 'pg_proc'::regclass as classid, p.oid as objid
  from pg_proc p
  where p.pronamespace in (select oid from auth) and p.oid not in (select oid from old_functions)
    and p.proname = any($3::text[])
  union all
  select 'pg_class'::regclass, c.oid
  from pg_class c
  where c.relnamespace in (select oid from auth) and c.relname = any($4::text[]) and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select pg_describe_object('pg_extension'::regclass, e.oid, 0) || ', which ' || pg_get_userbyid(e.extowner) || ' owns' as object,
  false as movable
from pg_extension e
where e.oid in (select extension from old_functions) and not pg_has_role(e.extowner, 'usage')
union
select pg_describe_object(classid, objid, part),
  case classid
    when 'pg_policy'::regclass then true
    when 'pg_attrdef'::regclass then exists (
      select from pg_attrdef x join pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum
      where x.oid = objid and a.attgenerated = '')
    when 'pg_constraint'::regclass then exists (
      select from pg_constraint c where c.oid = objid and c.contype = 'c' and c.conrelid <> 0 and c.coninhcount = 0)
      -- It comes and goes with that of the table that it is inherited from.
      or exists (select from pg_constraint c where c.oid = objid and c.conrelid <> 0 and not c.conislocal)
    when 'pg_rewrite'::regclass then exists (
      select from pg_rewrite r join pg_class c on c.oid = r.ev_class
      where r.oid = objid and c.relkind = 'v' and r.rulename = '_RETURN')
    when 'pg_proc'::regclass then exists (
      select from pg_proc p where p.oid = objid and p.prokind in ('f', 'p'))
      and not exists (
        select from pg_proc p
        where p.oid = objid and p.pronamespace in (select oid from auth)
          and exists (select from old_functions f where f.extension is not null))
    else false
  end
from dependents
union
select pg_describe_object(classid, objid, 0), false from in_the_way
order by 1`

export const probeSql = `-- Refuses functions made by hand that say something else than those of the auth schema, of a user or of a visitor:
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
$rowauth$;`
