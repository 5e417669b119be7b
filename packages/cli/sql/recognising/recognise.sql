-- What of row-level security a database has already. $1: name of the schema of its auth functions. $2: what such
-- functions are called.
with own_schemas as (
  select n.oid, n.nspname from pg_namespace n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
), auth as (
  select n.oid, obj_description(n.oid, 'pg_namespace') as mark from own_schemas n where n.nspname = $1::text
), called as (
  select distinct d.refobjid as oid
  from pg_depend d
  where d.classid in ('pg_policy'::regclass, 'pg_attrdef'::regclass) and d.refclassid = 'pg_proc'::regclass
), auth_functions as (
  select p.oid, p.proname, e.extname
  from pg_proc p
    join auth on auth.oid = p.pronamespace
    left join pg_depend d
      on d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
    left join pg_extension e on e.oid = d.refobjid
  where p.prokind = 'f' and p.pronargs = 0 and p.prorettype <> 'void'::regtype
    and (p.proname = any($2::text[]) or p.oid in (select oid from called))
), policies as (
  select p.polroles, p.polrelid, p.polpermissive,
    concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as text,
    exists (
      select from pg_depend d
      where d.classid = 'pg_policy'::regclass and d.objid = p.oid
        and d.refclassid = 'pg_proc'::regclass and d.refobjid in (select oid from auth_functions)
    ) as calls
  from pg_policy p
), texts as (
  select text from policies
  union all
  select p.prosrc || coalesce(pg_get_function_sqlbody(p.oid), '')
  from pg_proc p join called on called.oid = p.oid join own_schemas n on n.oid = p.pronamespace
), settings as (
  select distinct found[1] as name
  from texts, regexp_matches(text, 'current_setting\(\s*''([A-Za-z_][\w$]*(?:\.[\w$]+)+)''', 'g') found
), policy_roles as (
  select p.polrelid, p.calls or p.text ~ 'current_setting' as tells, p.polpermissive and p.text in ('true', 'true true') as open,
    r.rolname
  from policies p join pg_class c on c.oid = p.polrelid join pg_roles r on r.oid = any(p.polroles) and r.oid <> c.relowner
  where not r.rolsuper and not r.rolbypassrls
  union
  -- A policy for everybody is one for those who may use the table.
  select p.polrelid, p.calls or p.text ~ 'current_setting', p.polpermissive and p.text in ('true', 'true true'), r.rolname
  from policies p
    join pg_class c on c.oid = p.polrelid
    cross join lateral aclexplode(c.relacl) x
    join pg_roles r on r.oid = x.grantee
  where 0::oid = any(p.polroles) and x.grantee <> c.relowner
    and x.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE') and not r.rolsuper and not r.rolbypassrls
)
select json_build_object(
  'mark', (select mark from auth),
  'functions', (select coalesce(json_agg(proname order by proname), '[]') from auth_functions),
  'extension', (select min(extname) from auth_functions),
  'hasUsers', exists (select from pg_class c join auth on auth.oid = c.relnamespace where c.relname = 'users'),
  'hasPolicies', exists (select from policies),
  'settings', (select coalesce(json_agg(name order by name), '[]') from settings),
  -- Of users: policies tell them apart, on every table with such policies.
  'users', (
    select coalesce(json_agg(rolname order by rolname), '[]')
    from (
      select rolname from policy_roles where tells
      except
      select o.rolname from policy_roles o where o.open and o.polrelid in (select polrelid from policy_roles where tells)
    ) r
  ),
  'roles', (
    select coalesce(json_agg(rolname order by rolname), '[]')
    from (
      select rolname from policy_roles
      union
      select r.rolname
      from pg_class c cross join lateral aclexplode(c.relacl) x join pg_roles r on r.oid = x.grantee
      where c.oid in (select polrelid from policies) and x.grantee <> c.relowner
        and not r.rolsuper and not r.rolbypassrls
    ) r
  )
)::text as recognised
