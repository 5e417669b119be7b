-- What the lints share. Every lint is a `select` behind this `with`; what it does not use is not evaluated.
-- $1: name of the auth schema. $2: roles that queries run as, that of a signed-in user first. $3: role that the
-- application logs in as. $4: version of the auth schema that is expected. $5: the script that installs it.
-- $6: what src/doctor/policy-tree read from each clause of each policy. $7: login role that the auth schema makes.
-- $8: whether the application is known to log in with a password. $9: what `verification.sql` found, or null.
-- $10: whose auth functions the database has, `{"kind", "adopted"}`, or null. $3 is null where nobody knows.
with recursive options as (
  select $1::text as auth_schema, $2::text[] as role_names, $3::text as app_role, $4::int4 as version,
    $5::text as script, $6::jsonb as facts, $7::text as login_role,
    $8::bool as has_password, $9::jsonb as verification,
    $10::jsonb ->> 'kind' as adopts, ($10::jsonb ->> 'adopted')::bool as adopted,
    current_setting('server_version_num')::int4 / 10000 as major
),
query_roles as (
  select r.oid, r.rolname, r.rolsuper, r.rolbypassrls
  from pg_roles r, options o
  where r.rolname = any(o.role_names)
),
database_owner as (
  select r.oid, r.rolname
  from pg_database d join pg_roles r on r.oid = d.datdba
  where d.datname = current_database()
),
-- Those that set up databases, and need what they have: the first superuser, the owner of this database or of the auth
-- schema, and the administrators of managed servers, which are no superusers.
administrators as (
  select r.oid
  from pg_roles r, options o
  where r.oid = 10
    or not r.rolsuper and (
      r.oid in (select w.oid from database_owner w)
      or r.rolcreaterole and (r.rolcreatedb or r.rolbypassrls or r.rolreplication)
      or exists (
        select from pg_namespace n
        where n.nspname in (o.auth_schema, 'rowauth') and n.nspowner = r.oid
          and obj_description(n.oid, 'pg_namespace') ~ '^rowauth (auth schema|adoption), version '))
),
-- What the operators of managed servers keep for themselves: no fix of ours could be followed there. Told by the names
-- that Supabase, Neon, Amazon, Google and Microsoft document for their own roles; who has made others is not meant.
platform_roles as (
  select r.oid, r.rolname
  from pg_roles r
  where r.rolname ~ '^(supabase_|cloudsql|alloydb)'
    or r.rolname in ('cloud_admin', 'neon_superuser', 'neon_service', 'azuresu', 'azure_pg_admin', 'azure_superuser')
    or r.rolname in ('rdsadmin', 'rdsrepladmin', 'rds_superuser', 'rds_replication', 'rds_iam', 'rds_ad', 'rds_password')
    or r.rolname in ('dashboard_user', 'pgbouncer', 'service_role')
      and exists (select from pg_roles s where s.rolname = 'supabase_admin')
),
app as (
  select r.*, r.oid in (select x.oid from administrators x) as administers
  from pg_roles r, options o
  where r.rolname = o.app_role
),
-- Until PostgreSQL 15 a membership has no options: it always gives everything.
memberships as (
  select m.roleid, m.member, pg_get_userbyid(m.roleid) as role_name, pg_get_userbyid(m.member) as member_name,
    m.admin_option,
    coalesce((to_jsonb(m) ->> 'set_option')::bool, true) as may_set,
    coalesce((to_jsonb(m) ->> 'inherit_option')::bool, r.rolinherit) as inherits,
    case when o.major >= 16 then format(' granted by %I', pg_get_userbyid(m.grantor)) else '' end as granted_by
  from pg_auth_members m join pg_roles r on r.oid = m.member, options o
),
-- The login role, and the roles that queries run as as far as it may take them.
taken_roles (role) as (
  select a.oid from app a
  union
  select m.roleid
  from taken_roles t join memberships m on m.member = t.role join query_roles q on q.oid = m.roleid
),
-- Schemas that belong to an extension or to the operator of the server, as Supabase's `auth`, `storage` and `realtime`.
-- Up to PostgreSQL 14 `public` belongs to the first superuser as well.
managed_schemas as (
  select n.oid, n.nspname
  from pg_namespace n
  where n.nspname <> 'public' and n.nspowner in (select p.oid from platform_roles p)
    or exists (
      select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')
    -- Made by Neon for the owner of the database, with the users of its authentication.
    or n.nspname = 'neon_auth' and exists (select from pg_roles r where r.rolname = 'neon_superuser')
),
schemas as (
  select n.oid, n.nspname
  from pg_namespace n, options o
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> o.auth_schema
    and n.oid not in (select m.oid from managed_schemas m)
),
relations as (
  select c.oid, c.relname, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relacl,
    n.oid as schema, format('%I.%I', n.nspname, c.relname) as name,
    array(
      select q.rolname
      from query_roles q, options o
      where has_schema_privilege(q.oid, n.oid, 'usage')
        and (has_table_privilege(q.oid, c.oid, 'select, insert, update, delete')
          or has_any_column_privilege(q.oid, c.oid, 'select, insert, update'))
      order by array_position(o.role_names, q.rolname::text)
    ) as reached_by
  from pg_class c join schemas n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
    and not exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
),
tables as (
  select * from relations where relkind in ('r', 'p')
),
-- What the roles may do by way of a grant, and to whom that was granted: themselves, PUBLIC, a role that they inherit from.
granted_privileges as (
  select r.oid as relation, lower(x.privilege_type) as privilege, q.oid as role, q.rolname, x.grantee,
    case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end as grantee_name
  from relations r
    cross join lateral (
      select a.grantee, a.privilege_type from aclexplode(r.relacl) a
      union
      select a.grantee, a.privilege_type
      from pg_attribute c cross join aclexplode(c.attacl) a
      where c.attrelid = r.oid and not c.attisdropped
    ) x
    join query_roles q on x.grantee = 0 or pg_has_role(q.oid, x.grantee, 'usage')
  where x.grantee <> r.relowner and not q.rolsuper and not pg_has_role(q.oid, r.relowner, 'usage')
    and has_schema_privilege(q.oid, r.schema, 'usage')
),
-- From whom to revoke so that the roles lose a relation.
relation_grantees as (
  select g.relation, string_agg(distinct g.grantee_name, ', ') as grantees
  from granted_privileges g
  group by g.relation
),
-- Tables that are read and written through another one, a partitioned table or one that they inherit from, whose
-- policies are asked then, and not their own.
parents (child, parent) as (
  select i.inhrelid, i.inhparent from pg_inherits i
  union
  select p.child, i.inhparent from parents p join pg_inherits i on i.inhrelid = p.parent
),
protected_parents as (
  select p.child, string_agg(distinct t.name, ', ') as names
  from parents p join tables t on t.oid = p.parent
  where t.relrowsecurity
  group by p.child
),
-- The column that says whose row it is: its default is the user of the session.
owner_columns as (
  select distinct on (d.adrelid) d.adrelid as relation, a.attname, a.attnum,
    format('((select %I.%I()) = %I)', o.auth_schema, p.proname, a.attname) as condition
  from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    join pg_depend x
      on x.classid = 'pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_proc'::regclass
    join pg_proc p on p.oid = x.refobjid
    join pg_namespace n on n.oid = p.pronamespace,
    options o
  where n.nspname = o.auth_schema and p.proname in ('user_id', 'uid') and p.prorettype = a.atttypid
  order by d.adrelid, a.attnum
),
indexed_columns as (
  select i.indrelid as relation, i.indkey[0] as attnum
  from pg_index i
  where i.indisvalid and i.indpred is null
),
-- For a table without policies: a policy where the owner of a row is known, no access otherwise.
protection as (
  select t.oid as relation,
    case
      when h.child is not null then format(
        E'-- Its rows are reached through %s, by grants and policies there.\nrevoke all on %s from %s;',
        translate(h.names, E'\n\r', '  '), t.name, coalesce(g.grantees, array_to_string(t.reached_by, ', ')))
      when w.relation is not null and t.reached_by[1] = o.role_names[1]
        then format(E'create policy %I on %s to %I\n  using %s\n  with check %s;', left(t.relname, 59) || '_own',
            t.name, o.role_names[1], w.condition, w.condition)
          || case
            when exists (select from indexed_columns i where i.relation = t.oid and i.attnum = w.attnum) then ''
            else format(E'\ncreate index on %s (%I);', t.name, w.attname)
          end
      else format(
        E'-- Nothing here tells whose a row is: write policies, or keep the roles out.\nrevoke all on %s from %s;',
        t.name, coalesce(g.grantees, array_to_string(t.reached_by, ', ')))
    end as fix
  from tables t
    left join owner_columns w on w.relation = t.oid
    left join relation_grantees g on g.relation = t.oid
    left join protected_parents h on h.child = t.oid,
    options o
),
-- Roles with grants on a table that are none of those that queries run as: without a policy they see nothing either.
other_grantees as (
  select t.oid as relation, string_agg(distinct quote_ident(r.rolname), ', ') as names
  from tables t cross join aclexplode(t.relacl) x join pg_roles r on r.oid = x.grantee, options o
  where x.grantee <> t.relowner and not r.rolsuper and not r.rolbypassrls and r.rolname <> all (o.role_names)
    and x.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  group by t.oid
),
policies as (
  select p.oid, p.polname, p.polrelid as relation, p.polpermissive as permissive, p.polroles,
    t.name as table_name, t.relname, t.relrowsecurity,
    case p.polcmd
      when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
    end as command,
    pg_get_expr(p.polqual, p.polrelid) as using_text, pg_get_expr(p.polwithcheck, p.polrelid) as check_text,
    o.facts -> p.oid::text -> 'using' as using_facts, o.facts -> p.oid::text -> 'check' as check_facts,
    format('policy %I on %s', p.polname, t.name) as object,
    -- Within a comment of a fix: a line end in a name would end the comment.
    translate(format('policy %I on %s', p.polname, t.name), E'\n\r', '  ') as named,
    array_to_string(array(
      select case r.oid when 0 then 'public' else quote_ident(pg_get_userbyid(r.oid)) end from unnest(p.polroles) r (oid) order by 1
    ), ', ') as role_list,
    format('alter policy %I on %s', p.polname, t.name) as alter_policy,
    format('drop policy %I on %s;', p.polname, t.name) as drop_policy
  from pg_policy p join tables t on t.oid = p.polrelid, options o
),
-- Roles whose policies hold for a role that queries run as: itself, and those that it inherits from.
asked_roles as (
  select r.oid, r.rolname
  from pg_roles r
  where exists (select from query_roles q where pg_has_role(q.oid, r.oid, 'usage'))
),
-- Policies that queries are asked by. Those for roles of services and of the platform are none of doctor's business.
query_policies as (
  select p.*
  from policies p
  where 0::oid = any(p.polroles) or exists (select from asked_roles r where r.oid = any(p.polroles))
),
-- What a new row is asked: WITH CHECK, or USING in its place.
write_policies as (
  select p.*, coalesce(p.check_facts, p.using_facts) as asked_facts
  from query_policies p
  where p.command in ('insert', 'update', 'all')
),
-- PUBLIC stands for the roles that queries run as.
policy_roles as (
  select p.oid as policy, p.relation, p.command, r.oid as role, r.rolname, true as named
  from policies p join pg_roles r on r.oid = any(p.polroles)
  union all
  select p.oid, p.relation, p.command, q.oid, q.rolname, false
  from policies p, query_roles q
  where 0::oid = any(p.polroles)
),
commands (command) as (
  values ('select'), ('insert'), ('update'), ('delete')
),
-- Which commands of a policy at least one of the roles that it holds for and queries run as may run at all.
granted_commands as (
  select distinct r.policy, c.command
  from policy_roles r
    join query_roles q on pg_has_role(q.oid, r.role, 'usage')
    join commands c on r.command in (c.command, 'all')
  where case
    when c.command = 'delete' then has_table_privilege(q.oid, r.relation, 'delete')
    else has_any_column_privilege(q.oid, r.relation, c.command)
  end
),
-- Permissive policies that restrictive ones for all of their roles and commands narrow: by something that not
-- everybody's row or not everybody has; `tied` where it is something of the caller.
narrowed as (
  select p.oid as policy,
    coalesce(bool_or(n.using_facts ->> 'asks' in ('state', 'caller', 'never')), false) as old_row,
    coalesce(bool_or(coalesce(n.check_facts, n.using_facts) ->> 'asks' in ('state', 'caller', 'never')), false) as new_row,
    coalesce(bool_or(n.using_facts ->> 'asks' in ('caller', 'never')), false) as old_row_tied,
    coalesce(bool_or(coalesce(n.check_facts, n.using_facts) ->> 'asks' in ('caller', 'never')), false) as new_row_tied
  from policies p left join policies n
    on n.relation = p.relation and not n.permissive
    and n.command in (p.command, 'all') and (0::oid = any(n.polroles) or n.polroles @> p.polroles)
  where p.permissive
  group by p.oid
),
-- Inserts of any row by visitors, who have no rows of their own: contact forms. Where signed-in users may do so, too,
-- their rows have an owner if one of the columns is for it.
visitors_inserts as (
  select p.oid as policy
  from query_policies p join narrowed n on n.policy = p.oid, options o
  where p.command = 'insert' and p.check_facts ->> 'asks' = 'nothing' and not n.new_row
    and exists (select from granted_commands g where g.policy = p.oid and g.command = 'insert')
    and exists (
      select from policy_roles r
      where r.policy = p.oid and r.rolname = o.role_names[2] and has_any_column_privilege(r.role, p.relation, 'insert'))
    and (
      p.relation not in (select w.relation from owner_columns w)
      or not exists (
        select from policy_roles r join query_roles q on pg_has_role(q.oid, r.role, 'usage')
        where r.policy = p.oid and q.rolname <> o.role_names[2]))
),
-- The best guess at a condition for a policy that has none worth its name: what its other half asks, else a column
-- compared with the user. What other policies ask besides may be right for their command and for no new row.
better_conditions as (
  select p.oid as policy,
    coalesce(
      case when p.using_facts ->> 'asks' = 'caller' then p.using_facts ->> 'once' end,
      case when p.check_facts ->> 'asks' = 'caller' then p.check_facts ->> 'once' end,
      (select w.condition from owner_columns w where w.relation = p.relation),
      (
        select coalesce(other.using_facts, other.check_facts) ->> 'once'
        from policies other
        where other.relation = p.relation and other.oid <> p.oid and other.permissive
          and (coalesce(other.using_facts, other.check_facts) ->> 'comparesOwner')::bool
          and (other.polroles && p.polroles or 0::oid = any(other.polroles))
        order by other.command = p.command desc, other.polname
        limit 1
      )
    ) as condition,
    -- The number of the lint and the rest are for the lint to add.
    format(
      E'-- Nothing here tells which rows are meant. Write the condition:\n-- alter %s ...;\n'
        || E'-- Where it is meant as it is, say so and why:\n-- comment on %s is ''doctor: ignore ',
      p.named, p.named) as unknown
  from policies p
),
-- Findings that the owner of what they are about has seen, and says so in its comment: with the rest of its line, and
-- whether the application can be that owner, and so whoever gets out of the role of its user.
acknowledgements as materialized (
  select c.object, n.number::int4 as number, trim(both ' ,' from m.found[2]) as reason, pg_get_userbyid(c.owner) as owner,
    exists (
      select
      from (select q.oid, q.rolsuper from query_roles q union select a.oid, a.rolsuper or a.administers from app a) r
      where not r.rolsuper and pg_has_role(r.oid, c.owner, 'member')) as by_application
  from (
    select p.object, obj_description(p.oid, 'pg_policy') as comment, r.relowner as owner
    from policies p join relations r on r.oid = p.relation
    union all
    select format('%s %s', case r.relkind when 'v' then 'view' when 'm' then 'materialised view'
        when 'f' then 'foreign table' else 'table' end, r.name),
      obj_description(r.oid, 'pg_class'), r.relowner
    from relations r
    union all
    select format('column %I of table %s', a.attname, t.name), d.comment, t.relowner
    from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0,
      lateral (values (obj_description(t.oid, 'pg_class')), (col_description(t.oid, a.attnum))) as d (comment)
    union all
    select format('function %s', f.name), obj_description(f.oid, 'pg_proc'), f.proowner from routines f
  ) c,
    regexp_matches(c.comment, '(?:^|\n)\s*doctor: ignore ((?:[0-9]{3}[, ]*)+)([^\n]*)', 'g') as m (found),
    regexp_split_to_table(trim(both ', ' from m.found[1]), '[, ]+') as n (number)
),
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
