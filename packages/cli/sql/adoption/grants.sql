-- What the roles need of a schema that is somebody else's: its functions that tell whose query it is. Usage is for
-- queries that name them; policies do without. It is granted unless that would let a role at something else in there,
-- or its owner alone may do so.
do $rowauth$
declare
  schema_name constant pg_catalog.text := :'auth';
  role_name pg_catalog.text;
  missing pg_catalog.text;
  usage pg_catalog.text;
  command pg_catalog.text;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  if to_regnamespace(quote_ident(schema_name)) is null then
    raise exception 'there is no schema % whose functions policies could call', quote_ident(schema_name)
      using errcode = 'invalid_schema_name',
        hint = 'Make it as it is made in production (the extension, or its functions), then migrate again.';
  end if;

  foreach role_name in array array[:'authenticated', :'anonymous'] loop
    for attempt in 1 .. 2 loop
      with functions as (
        select p.oid, p.pronargs = 0 and p.prorettype <> 'void'::regtype and (
            p.proname in (:function_names) and not p.prosecdef
            -- What policies of the role, and defaults of tables that it writes to, call.
            or exists (
              select from pg_depend d
                left join pg_policy y on d.classid = 'pg_policy'::regclass and y.oid = d.objid
                left join pg_attrdef x on d.classid = 'pg_attrdef'::regclass and x.oid = d.objid
              where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and (
                0::oid = any(y.polroles)
                or exists (select from unnest(y.polroles) r (role) where r.role <> 0 and pg_has_role(role_name, r.role, 'member'))
                or has_any_column_privilege(role_name, x.adrelid, 'insert')
              )
            )
          ) as tells,
          p.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) or exists (
            select from pg_depend d
            where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
              and d.refobjid = (select e.oid from pg_extension e where e.extname = 'pg_session_jwt')
          ) as harmless,
          has_function_privilege(role_name, p.oid, 'execute') as executable
        from pg_proc p
        where p.pronamespace = to_regnamespace(quote_ident(schema_name))
      )
      select (
        select format('grant usage on schema %I to %I', schema_name, role_name)
        where not has_schema_privilege(role_name, schema_name, 'usage')
          and not exists (select from functions where executable and not tells and not harmless)
          and not exists (
            select from pg_class c
            where c.relnamespace = to_regnamespace(quote_ident(schema_name)) and c.relkind in ('r', 'p', 'v', 'm', 'f')
              and (has_table_privilege(role_name, c.oid, 'select, insert, update, delete, truncate')
                or has_any_column_privilege(role_name, c.oid, 'select, insert, update'))
          )
        ),
        (
          select string_agg(format('grant execute on function %s to %I', oid::regprocedure, role_name), '; ')
          from functions
          where tells and not executable
        )
      into usage, missing;
      exit when missing is null and (usage is null or attempt = 2);
      -- Without a right to grant, PostgreSQL says so in a warning at most, so the rights are looked at again.
      if attempt = 1 then
        foreach command in array array_remove(array[usage, missing], null) loop
          begin
            execute command;
          exception
            when insufficient_privilege then null;
          end;
        end loop;
      else
        raise exception 'role % may not call the functions of schema %, and % may not grant it',
          quote_ident(role_name), quote_ident(schema_name), current_user
          using errcode = 'insufficient_privilege',
            hint = 'Have the owner of the schema run, and then this again: ' || missing || ';';
      end if;
    end loop;
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;
