-- What the lints share. Every lint is a `select` behind this `with`; what it does not use is not evaluated.
-- $1: name of the auth schema. $2: roles that queries run as, that of a signed-in user first. $3: role that the
-- application logs in as. $4: version of the auth schema that is expected. $5: the script that installs it.
-- $6: what src/doctor/policy-tree read from each clause of each policy. $7: login role that the auth schema makes.
-- $8: whether the application is known to log in with a password. $9: what `verification.sql` found, or null.
-- $10: whose auth functions the database has adopted, or null.
with recursive options as (
  select $1::text as auth_schema, $2::text[] as role_names, $3::text as app_role, $4::int4 as version,
    $5::text as script, $6::jsonb as facts, $7::text as login_role,
    $8::bool as has_password, $9::jsonb as verification, $10::text as adopts,
    current_setting('server_version_num')::int4 / 10000 as major
),
query_roles as (
  select r.oid, r.rolname, r.rolsuper, r.rolbypassrls
  from pg_roles r, options o
  where r.rolname = any(o.role_names)
),
app as (
  select r.* from pg_roles r, options o where r.rolname = o.app_role
),
database_owner as (
  select r.oid, r.rolname
  from pg_database d join pg_roles r on r.oid = d.datdba
  where d.datname = current_database()
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
schemas as (
  select n.oid, n.nspname
  from pg_namespace n, options o
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> o.auth_schema
    -- What Supabase keeps beside the project is its own to change.
    and not (o.adopts is not distinct from 'supabase' and pg_get_userbyid(n.nspowner) ~ '^supabase')
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
  where c.relkind in ('r', 'p', 'v', 'm') and c.relpersistence <> 't'
    and not exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
),
tables as (
  select * from relations where relkind in ('r', 'p')
),
-- From whom to revoke so that the roles lose a relation: themselves, PUBLIC, and roles that they inherit from.
relation_grantees as (
  select g.relation,
    string_agg(distinct case g.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end, ', ')
      as grantees
  from (
    select r.oid as relation, r.relowner, x.grantee from relations r, aclexplode(r.relacl) x
    union all
    select r.oid, r.relowner, x.grantee
    from relations r join pg_attribute a on a.attrelid = r.oid, aclexplode(a.attacl) x
  ) g
  where g.grantee <> g.relowner
    and (g.grantee = 0 or exists (select from query_roles q where pg_has_role(q.oid, g.grantee, 'usage')))
  group by g.relation
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
    left join relation_grantees g on g.relation = t.oid,
    options o
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
-- everybody's row or not everybody has.
narrowed as (
  select p.oid as policy,
    coalesce(bool_or(n.using_facts ->> 'asks' in ('state', 'caller', 'never')), false) as old_row,
    coalesce(bool_or(coalesce(n.check_facts, n.using_facts) ->> 'asks' in ('state', 'caller', 'never')), false) as new_row
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
    format(
      E'-- Nothing here tells which rows are meant. Write the condition:\n-- %s ...;\n'
        || E'-- Where it is meant as it is, say so and why:\n-- comment on policy %I on %s is ''doctor: ignore %%s, ...'';',
      replace(p.alter_policy, '%', '%%'), p.polname, p.table_name) as unknown
  from policies p
),
-- Findings that the owner of what they are about has seen, and says so in its comment.
acknowledgements as materialized (
  select c.object, n.number::int4 as number
  from (
    select p.object, obj_description(p.oid, 'pg_policy') as comment from policies p
    union all
    select format('%s %s', case r.relkind when 'v' then 'view' when 'm' then 'materialised view' else 'table' end, r.name),
      obj_description(r.oid, 'pg_class')
    from relations r
    union all
    select format('column %I of table %s', a.attname, t.name), d.comment
    from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0,
      lateral (values (obj_description(t.oid, 'pg_class')), (col_description(t.oid, a.attnum))) as d (comment)
    union all
    select format('function %s', f.name), obj_description(f.oid, 'pg_proc') from routines f
  ) c,
    regexp_matches(c.comment, '(?:^|\n)\s*doctor: ignore ((?:[0-9]{3}[, ]*)+)', 'g') as m (found),
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
auth_mark as (
  select n.oid as schema, obj_description(n.oid, 'pg_namespace') as mark,
    (regexp_match(obj_description(n.oid, 'pg_namespace'), '^rowauth auth schema, version ([0-9]{1,6}), [a-z]+$'))[1]::int4
      as version,
    (regexp_match(obj_description(n.oid, 'pg_namespace'), '^rowauth auth schema, version [0-9]{1,6}, ([a-z]+)$'))[1]
      as verification
  from pg_namespace n, options o
  where n.nspname = o.auth_schema
)
