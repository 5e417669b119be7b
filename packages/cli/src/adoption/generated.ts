// Compiled from packages/cli/sql/adoption by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
export const compareSql = `-- What roles may not use of the functions that a database has adopted. $1: the schema. $2: the roles. $3: what such
-- functions are called.
with functions as (
  select p.oid, p.oid::regprocedure::text as object, p.proname = any($3::text[]) and not p.prosecdef as by_name
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = $1::text and p.pronargs = 0 and p.prorettype <> 'void'::regtype
), roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
), calls as (
  select d.refobjid as function, y.polroles, x.adrelid
  from pg_depend d
    left join pg_policy y on d.classid = 'pg_policy'::regclass and y.oid = d.objid
    left join pg_attrdef x on d.classid = 'pg_attrdef'::regclass and x.oid = d.objid
  where d.refclassid = 'pg_proc'::regclass and d.refobjid in (select oid from functions)
    and (y.oid is not null or x.oid is not null)
)
select 'grant_missing' as code, f.object, r.rolname as role
from functions f, roles r
where not has_function_privilege(r.oid, f.oid, 'execute')
  and (f.by_name or exists (
    select from calls c
    where c.function = f.oid and (
      0::oid = any(c.polroles)
      or exists (select from unnest(c.polroles) p (role) where p.role <> 0 and pg_has_role(r.oid, p.role, 'member'))
      or has_any_column_privilege(r.oid, c.adrelid, 'insert')
    )
  ))
union all
select 'functions_missing', 'schema ' || $1::text, ''
where not exists (select from functions f where f.by_name or f.oid in (select function from calls))
order by 1, 2, 3`

export const grantsSql = `-- What the roles need of a schema that is somebody else's: its functions that tell whose query it is. Usage is for
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
$rowauth$;`

export const markerSchemaSql = `-- Holds nothing but its comment, by which "rowauth check" and "rowauth doctor" know what this database uses.
create schema if not exists rowauth;`

export const markerSql = `comment on schema rowauth is :'mark';`
