// Compiled from packages/cli/sql/moving by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
export const afterSql = `-- Puts back what depended on the old auth functions, word for word, so that it calls those of the auth schema now.
do $rowauth$
declare
  next pg_catalog.record;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  if to_regclass('rowauth_move.restore') is not null then
    -- Its statements run with the rights of this role, so nobody else may have written them.
    if exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_roles me on me.rolname = current_user
      where c.oid = to_regclass('rowauth_move.restore') and (c.relowner <> me.oid or n.nspowner <> me.oid)
    ) then
      raise exception 'schema rowauth_move was not made by this migration'
        using errcode = 'object_not_in_prerequisite_state', hint = 'Look at what it is, and drop it.';
    end if;
    for next in select statement from rowauth_move.restore order by position loop
      execute next.statement;
    end loop;
    drop schema rowauth_move cascade;
  end if;

  -- The mark of an adoption, which is over.
  if obj_description(to_regnamespace('rowauth'), 'pg_namespace') like 'rowauth adoption, version %' then
    drop schema rowauth;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

export const beforeSql = `-- Takes off the old auth functions what depends on them, and then the functions. Nothing is dropped that has rights,
-- comments or dependents of its own: policies are false meanwhile, views and functions call stand-ins that give NULL.
-- A database without old functions, a new one for instance, is left as it is.
do $rowauth$
declare
  schema_name constant pg_catalog.text := :'auth';
  schema_id pg_catalog.oid;
  old_functions pg_catalog.oid[];
  old pg_catalog.record;
  dependent pg_catalog.record;
  call pg_catalog.text;
  stand_in pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  schema_id := to_regnamespace(quote_ident(schema_name));
  select array_agg(p.oid) into old_functions
  from pg_proc p
    left join pg_depend d
      on d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
  where p.pronamespace = schema_id and (d.objid is not null or p.proname in (:function_names))
    and coalesce(obj_description(schema_id, 'pg_namespace'), '') not like 'rowauth auth schema, version %';

  if old_functions is not null then
    create schema rowauth_move;
    create table rowauth_move.restore (
      position pg_catalog.int8 generated always as identity primary key,
      statement pg_catalog.text not null
    );

    -- Roles that may call the functions, beside those that the auth schema grants them to. Where all roles may use the
    -- schema, it matters to those that may use a relation with a call in it.
    insert into rowauth_move.restore (statement)
    select format('grant usage on schema %I to %I; grant execute on function %s to %I',
      schema_name, r.rolname, :'policy_functions', r.rolname)
    from pg_roles r join pg_namespace n on n.oid = schema_id
    where not r.rolsuper and r.rolname !~ '^pg_' and r.oid <> n.nspowner
      and r.rolname not in (:'authenticated', :'anonymous')
      and exists (
        select from unnest(old_functions) f where has_function_privilege(r.oid, f, 'execute')
      )
      and exists (
        select from aclexplode(n.nspacl) x
        where x.privilege_type = 'USAGE' and (x.grantee = r.oid or x.grantee = 0 and exists (
          select from pg_class c
          where c.relkind in ('r', 'p', 'v') and c.relowner <> r.oid
            and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
            and (
              exists (
                select from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
                where p.polrelid = c.oid and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
              )
              or exists (
                select from pg_attrdef a join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = a.oid
                where a.adrelid = c.oid and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
              )
            )
        ))
      )
    order by r.rolname;

    for old in
      select p.proname, p.prorettype, pg_get_function_identity_arguments(p.oid) as arguments,
        format_type(p.prorettype, null) as result
      from pg_proc p
      where p.oid = any(old_functions) and p.prorettype <> 'void'::regtype and not p.proretset
    loop
      execute format('create function rowauth_move.%I(%s) returns %s language sql stable as %L',
        old.proname, old.arguments, old.result, format('select cast(null as %s)', old.result));
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
      insert into rowauth_move.restore (statement) values (
        format('alter policy %I on %s', dependent.polname, dependent.relation)
          || coalesce(' using (' || dependent.using_text || ')', '')
          || coalesce(' with check (' || dependent.check_text || ')', '')
      );
      execute format('alter policy %I on %s', dependent.polname, dependent.relation)
        || case when dependent.using_text is null then '' else ' using (false)' end
        || case when dependent.check_text is null then '' else ' with check (false)' end;
    end loop;

    for dependent in
      select a.attname, pg_get_expr(x.adbin, x.adrelid) as expression,
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
      insert into rowauth_move.restore (statement)
        values (dependent.alter_column || ' set default ' || dependent.expression);
      execute dependent.alter_column || ' drop default';
    end loop;

    for dependent in
      select c.conname, c.conrelid::regclass as relation, pg_get_constraintdef(c.oid) as definition,
        obj_description(c.oid, 'pg_constraint') as comment
      from pg_constraint c
      where c.contype = 'c' and c.conrelid <> 0 and c.conislocal and exists (
        select from pg_depend d
        where d.classid = 'pg_constraint'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_proc'::regclass and d.refobjid = any(old_functions)
      )
      order by c.conrelid, c.conname
    loop
      insert into rowauth_move.restore (statement) values (
        format('alter table %s add constraint %I %s', dependent.relation, dependent.conname, dependent.definition)
          || coalesce(format('; comment on constraint %I on %s is %L', dependent.conname, dependent.relation,
            dependent.comment), '')
      );
      execute format('alter table %s drop constraint %I', dependent.relation, dependent.conname);
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
      insert into rowauth_move.restore (statement) values (dependent.head || dependent.body);
      stand_in := dependent.body;
      for call in
        select distinct quote_ident(p.proname) || '(' from pg_proc p where p.oid = any(old_functions)
      loop
        stand_in := case
          when quote_ident(schema_name) = schema_name then regexp_replace(
            stand_in, '[[:<:]]' || schema_name || '[.]' || replace(call, '(', '[(]'), 'rowauth_move.' || call, 'g')
          else replace(stand_in, quote_ident(schema_name) || '.' || call, 'rowauth_move.' || call)
        end;
      end loop;
      execute dependent.head || stand_in;
    end loop;

    for old in
      select distinct e.extname
      from pg_depend d join pg_extension e on e.oid = d.refobjid
      where d.classid = 'pg_proc'::regclass and d.objid = any(old_functions)
        and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
    loop
      execute format('drop extension %I', old.extname);
    end loop;
    for old in
      select p.oid::regprocedure as signature from pg_proc p where p.oid = any(old_functions)
    loop
      execute 'drop function ' || old.signature;
    end loop;
  end if;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`

export const dependentsSql = `-- What depends on the old auth functions. $1: their schema. $2: the names that the auth schema has for its own.
with old_functions as (
  select p.oid, d.refobjid as extension
  from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    left join pg_depend d
      on d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
  where n.nspname = $1::text and (d.objid is not null or p.proname = any($2::text[]))
), dependents as (
  select distinct d.classid, d.objid, case when d.classid = 'pg_class'::regclass then d.objsubid else 0 end as part
  from pg_depend d join old_functions f on d.refclassid = 'pg_proc'::regclass and d.refobjid = f.oid
  where d.deptype = 'n' and not (d.classid = 'pg_proc'::regclass and d.objid in (select oid from old_functions))
  union
  -- With its schema the extension takes what others have put there, or rather refuses to go.
  select o.classid, o.objid, 0
  from pg_depend s join pg_depend o on o.refclassid = s.classid and o.refobjid = s.objid and o.deptype = 'n'
  where s.classid = 'pg_namespace'::regclass and s.objid = to_regnamespace(quote_ident($1::text))
    and s.deptype = 'e' and s.refobjid in (select extension from old_functions)
    and not exists (
      select from pg_depend m
      where m.classid = o.classid and m.objid = o.objid and m.deptype in ('e', 'i', 'a')
    )
)
select pg_describe_object(classid, objid, part) as object,
  case classid
    when 'pg_policy'::regclass then true
    when 'pg_attrdef'::regclass then exists (
      select from pg_attrdef x join pg_attribute a on a.attrelid = x.adrelid and a.attnum = x.adnum
      where x.oid = objid and a.attgenerated = '')
    when 'pg_constraint'::regclass then exists (
      select from pg_constraint c where c.oid = objid and c.contype = 'c' and c.conrelid <> 0)
    when 'pg_rewrite'::regclass then exists (
      select from pg_rewrite r join pg_class c on c.oid = r.ev_class
      where r.oid = objid and c.relkind = 'v' and r.rulename = '_RETURN')
    when 'pg_proc'::regclass then exists (
      select from pg_proc p
      where p.oid = objid and p.prokind in ('f', 'p') and p.pronamespace <> to_regnamespace(quote_ident($1::text)))
    else false
  end as movable
from dependents
order by 1`
