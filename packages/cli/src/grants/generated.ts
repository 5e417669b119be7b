// Compiled from packages/cli/sql/grants by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
export const byPoliciesSql = `-- Grants the roles what policies are for: of a table under row-level security, the commands of its policies. A policy
-- for PUBLIC is one for signed-in users here, where nobody has been granted anything of the table. Columns that were
-- granted one by one stay so. Roles of your own that a policy names get the auth functions that the policy calls, or a
-- default of its table, where they lack them; what they may do with the table is yours to say. Nothing is revoked.
do $rowauth$
declare
  wanted pg_catalog.record;
  caller_path pg_catalog.text;
begin
  caller_path := pg_catalog.current_setting('search_path');
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  for wanted in
    select c.oid, c.oid::regclass as relation, n.nspname as schema_name, r.rolname as role_name,
      string_agg(distinct k.command, ', ') as commands, bool_or(r.oid = any(p.polroles)) as named, bool_or(k.command = 'insert') as inserts
    from pg_policy p
      join pg_class c on c.oid = p.polrelid and c.relrowsecurity
      join pg_namespace n on n.oid = c.relnamespace
      join pg_roles r on r.oid = any(p.polroles) and r.rolname in (:'authenticated', :'anonymous')
        or 0::oid = any(p.polroles) and r.rolname = :'authenticated' and not exists (
          select from aclexplode(c.relacl) x where x.grantee <> c.relowner)
          and not exists (select from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid)
          -- One that lets everything through has relied on there being no grant.
          and coalesce(pg_get_expr(p.polqual, p.polrelid), '') <> 'true'
          and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') <> 'true'
      join (values ('r', 'select'), ('a', 'insert'), ('w', 'update'), ('d', 'delete')) k (letter, command)
        on p.polcmd in (k.letter::"char", '*')
    where p.polpermissive and pg_has_role(c.relowner, 'usage')
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      and not exists (
        select from pg_attribute a, aclexplode(a.attacl) x
        where a.attrelid = c.oid and x.grantee in (r.oid, 0) and lower(x.privilege_type) = k.command)
    group by c.oid, n.nspname, r.rolname
    order by c.oid, r.rolname
  loop
    if wanted.named then
      execute format('grant usage on schema %I to %I', wanted.schema_name, wanted.role_name);
    end if;
    execute format('grant %s on %s to %I', wanted.commands, wanted.relation, wanted.role_name);
    if wanted.inserts then
      execute coalesce(
        (
          -- Of a serial column. An identity column asks for no right on its sequence.
          select string_agg(format('grant usage on sequence %s to %I', s.oid::regclass, wanted.role_name), '; ')
          from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
          where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
            and d.refobjid = wanted.oid and d.deptype = 'a'
        ),
        'select'
      );
    end if;
  end loop;

  for wanted in
    with recursive called (role, function) as (
      select r.role, d.refobjid
      from pg_policy p
        join pg_class c on c.oid = p.polrelid and pg_has_role(c.relowner, 'usage')
        join unnest(p.polroles) r (role) on r.role <> 0
        join pg_depend d on d.refclassid = 'pg_proc'::regclass and (
          d.classid = 'pg_policy'::regclass and d.objid = p.oid
          or d.classid = 'pg_attrdef'::regclass and p.polcmd in ('a', '*')
            and d.objid in (select a.oid from pg_attrdef a where a.adrelid = c.oid))
      union
      -- What a function calls in its caller's name.
      select k.role, d.refobjid
      from called k
        join pg_proc f on f.oid = k.function and not f.prosecdef
        join pg_depend d
          on d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.refclassid = 'pg_proc'::regclass
    )
    select n.nspname as schema_name, r.rolname as role_name, f.oid::regprocedure as signature,
      has_schema_privilege(r.oid, n.oid, 'usage') as uses_schema,
      has_function_privilege(r.oid, f.oid, 'execute') as executes
    from called k
      join pg_roles r on r.oid = k.role
      join pg_proc f on f.oid = k.function and pg_has_role(f.proowner, 'usage')
      join pg_namespace n on n.oid = f.pronamespace and n.nspname = :'auth' and pg_has_role(n.nspowner, 'usage')
    order by r.rolname, f.oid::regprocedure::text
  loop
    if not wanted.uses_schema then
      execute format('grant usage on schema %I to %I', wanted.schema_name, wanted.role_name);
    end if;
    if not wanted.executes then
      execute format('grant execute on function %s to %I', wanted.signature, wanted.role_name);
    end if;
  end loop;

  perform pg_catalog.set_config('search_path', caller_path, true);
end
$rowauth$;`
