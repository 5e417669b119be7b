policy_functions as (
  select distinct p.oid as policy, f.function::oid as function
  from policies p,
    jsonb_array_elements_text(
      coalesce(p.using_facts -> 'functions', '[]') || coalesce(p.check_facts -> 'functions', '[]')) as f (function)
),
routines as (
  select p.oid, p.prosecdef, p.prorettype, p.proconfig, p.proowner, n.oid as schema, n.nspname, l.lanname,
    p.prosqlbody is not null as bound,
    format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name,
    coalesce(p.proacl, acldefault('f', p.proowner)) as acl
  from pg_proc p join schemas n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where p.prokind in ('f', 'p')
    and not exists (
      select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
),
view_reads (view, relation) as (
  select r.ev_class, d.refobjid
  from pg_rewrite r
    join pg_depend d
      on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
  union
  select v.view, d.refobjid
  from view_reads v
    join pg_rewrite r on r.ev_class = v.relation
    join pg_depend d
      on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
),
-- Views and materialised views with the tables under row-level security that they read, directly or through others.
views_of_protected as (
  select v.view, string_agg(distinct t.name, ', ') as reads
  from view_reads v join tables t on t.oid = v.relation
  where t.relrowsecurity or exists (select from pg_policy p where p.polrelid = t.oid)
  group by v.view
),
-- What else USAGE on a schema would open to a role that does not have it: all that no policy guards. Also by what PUBLIC
-- may do.
closed_schemas as (
  select r.oid as role, s.oid as schema
  from schemas s cross join pg_roles r
  where (r.oid in (select q.oid from query_roles q) or r.oid in (select p.role from policy_roles p))
    and not has_schema_privilege(r.oid, s.oid, 'usage')
),
openings as (
  select c.role, c.schema, string_agg(distinct w.what, ', ') as what
  from closed_schemas c
    cross join lateral (
      select r.name as what
      from relations r
      where r.schema = c.schema
        and (has_table_privilege(c.role, r.oid, 'select, insert, update, delete, truncate, references, trigger')
          or has_any_column_privilege(c.role, r.oid, 'select, insert, update, references'))
        and (not r.relrowsecurity
          or has_table_privilege(c.role, r.oid, 'truncate, references, trigger')
          or not exists (
            select from policy_roles p where p.relation = r.oid and (p.role = c.role or not p.named)))
      union all
      select f.name
      from routines f
      where f.schema = c.schema and f.prosecdef and f.prorettype <> 'trigger'::regtype
        and has_function_privilege(c.role, f.oid, 'execute')
      union all
      select 'tables that are still to be made'
      from pg_default_acl d cross join aclexplode(d.defaclacl) x
      where d.defaclobjtype = 'r' and d.defaclnamespace in (0, c.schema)
        and (x.grantee = 0 or pg_has_role(c.role, x.grantee, 'usage')) and x.grantee <> d.defaclrole
    ) w
  group by c.role, c.schema
),
-- Views and materialised views with the tables that they read of the auth schema, or of the server's operator.
views_of_managed as (
  select v.view, string_agg(distinct format('%I.%I', n.nspname, c.relname), ', ') as reads
  from view_reads v
    join pg_class c on c.oid = v.relation and c.relkind in ('r', 'p')
    join pg_namespace n on n.oid = c.relnamespace,
    options o
  where (n.nspname = o.auth_schema or n.oid in (select m.oid from managed_schemas m))
    and not exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  group by v.view
),
-- What to do where the login role cannot lose what it has.
login_advice as (
  select case
    when exists (select from pg_roles r where r.rolname = o.login_role) then format(
      E'-- Give it a password of its own, and the application its connection string.\nalter role %I login;', o.login_role)
    else format('-- Let the application log in as a role that owns nothing: rowauth init makes %s.',
      translate(quote_ident(o.login_role), E'\n\r', '  '))
  end as fix
  from options o
),
-- What default privileges give to the roles on every table that is made from now on, an entry each.
default_grants as (
  select d.oid, d.defaclrole as creator, d.defaclnamespace as schema, lower(x.privilege_type) as privilege,
    case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end as grantee_name,
    format('tables that %I makes%s', pg_get_userbyid(d.defaclrole), ' in schema ' || quote_ident(n.nspname)) as object,
    format('alter default privileges for role %I%s', pg_get_userbyid(d.defaclrole),
      ' in schema ' || quote_ident(n.nspname)) as alter_defaults
  from pg_default_acl d
    cross join aclexplode(d.defaclacl) x
    left join schemas n on n.oid = d.defaclnamespace
  where d.defaclobjtype = 'r' and (d.defaclnamespace = 0 or n.oid is not null)
    and x.grantee <> d.defaclrole and d.defaclrole not in (select p.oid from platform_roles p)
    and exists (
      select from query_roles q
      where not q.rolsuper and (x.grantee = 0 or pg_has_role(q.oid, x.grantee, 'usage')))
),
auth_mark as (
  select n.oid as schema, obj_description(n.oid, 'pg_namespace') as mark,
    (regexp_match(obj_description(n.oid, 'pg_namespace'), '^rowauth auth schema, version ([0-9]{1,6}), [a-z]+$'))[1]::int4
      as version,
    (regexp_match(obj_description(n.oid, 'pg_namespace'), '^rowauth auth schema, version [0-9]{1,6}, ([a-z]+)$'))[1]
      as verification
  from pg_namespace n, options o
  where n.nspname = o.auth_schema
)
