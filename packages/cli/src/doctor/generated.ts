// Compiled from packages/cli/sql/doctor by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.
import type { Lint } from './lint.js'

export const inputSql = `-- What the lints cannot find out in SQL: the parse trees of the policies, and what is needed to read them and to try
-- their conditions.
-- $1: name of the auth schema.
select jsonb_build_object(
  'mayReadPasswords', has_table_privilege('pg_authid', 'select'),
  'mayReadRules', has_function_privilege('pg_hba_file_rules()', 'execute'),
  -- Not without all of them: what has these names may be somebody else's, and a view calls functions as whoever reads it.
  'mayReadKeys', (
    select count(*) = 3 and bool_and(has_table_privilege(c.oid, 'select'))
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspowner = c.relowner
      join pg_roles r on r.oid = n.nspowner
      join pg_database d on d.datname = current_database()
    where n.nspname = $1::text and c.relkind = 'r' and (r.rolsuper or r.rolname = current_user or n.nspowner = d.datdba)
      and c.relname in ('jwks', 'secrets', 'verification_settings')
      and has_schema_privilege(n.oid, 'usage')
      and obj_description(n.oid, 'pg_namespace') ~ '^rowauth auth schema, version [0-9]{1,6}, (transition|database)$'
  ),
  'mark', (select obj_description(n.oid, 'pg_namespace') from pg_namespace n where n.nspname = $1::text),
  'schema', quote_ident($1::text),
  'sessionFunctions', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object('oid', p.oid::text, 'name', quote_ident(p.proname), 'type', format_type(p.prorettype, null))),
      '[]')
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = $1::text and p.pronargs = 0
  ),
  'settingFunctions', (
    select jsonb_agg(p.oid::text)
    from pg_proc p
    where p.proname = 'current_setting' and p.pronamespace = 'pg_catalog'::regnamespace
  ),
  -- What computes and does nothing else. Other stable functions read tables, and views of anybody's.
  'safeFunctions', (
    select jsonb_agg(p.oid::text)
    from pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace and p.oid < 16384
      and (p.provolatile = 'i' or p.provolatile = 's' and p.proname = any('{
        now,transaction_timestamp,statement_timestamp,current_setting,timezone,date_part,date_trunc,extract,age,
        timestamptz,timestamp,date,text,concat,concat_ws,format,quote_literal,to_json,to_jsonb,json_build_object,
        jsonb_build_object,json_build_array,jsonb_build_array,array_to_string,textanycat,anytextcat,array_to_json,
        row_to_json,jsonb_agg,json_agg,jsonb_agg_transfn,jsonb_object_agg,json_object_agg,to_char,to_timestamp,to_date,
        timestamptz_pl_interval,timestamptz_mi_interval,date_lt_timestamptz,date_le_timestamptz,date_eq_timestamptz,
        date_gt_timestamptz,date_ge_timestamptz,date_ne_timestamptz,timestamp_lt_timestamptz,timestamp_le_timestamptz,
        timestamp_eq_timestamptz,timestamp_gt_timestamptz,timestamp_ge_timestamptz,timestamp_ne_timestamptz,
        timestamptz_lt_date,timestamptz_le_date,timestamptz_eq_date,timestamptz_gt_date,timestamptz_ge_date,
        timestamptz_ne_date,timestamptz_lt_timestamp,timestamptz_le_timestamp,timestamptz_eq_timestamp,
        timestamptz_gt_timestamp,timestamptz_ge_timestamp,timestamptz_ne_timestamp
      }'))
  ),
  -- Functions of users that tell nothing about a row.
  'sessionReaders', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'oid', p.oid::text,
          'name', format('%I.%I', n.nspname, p.proname),
          'body', coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
        )
      ),
      '[]')
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where p.pronargs = 0 and not p.proretset and p.provolatile in ('i', 's') and l.lanname in ('sql', 'plpgsql')
      and p.oid >= 16384 and n.nspname not in ($1::text, 'pg_catalog', 'information_schema')
  ),
  'enums', (
    select coalesce(jsonb_agg(x.id::text), '[]')
    from pg_type t, unnest(array[t.oid, t.typarray]) as x (id)
    where t.typtype = 'e'
  ),
  'columns', (
    select coalesce(jsonb_object_agg(c.relation::text, c.columns), '{}')
    from (
      select a.attrelid as relation, jsonb_agg(
        jsonb_build_object(
          'number', a.attnum,
          'name', quote_ident(a.attname),
          'type', format_type(a.atttypid, null),
          'labels', case when t.typtype = 'e' then (
            select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid
          ) end,
          'notNull', a.attnotnull
        )
      ) as columns
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attnum > 0 and not a.attisdropped and exists (select from pg_policy p where p.polrelid = a.attrelid)
      group by a.attrelid
    ) c
  ),
  'equalityOperators', (select jsonb_agg(o.oid::text) from pg_operator o where o.oprname = '='),
  'policies', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', p.oid::text,
          'relation', p.polrelid::text,
          'table', quote_ident(c.relname),
          'using', jsonb_build_object('tree', p.polqual::text, 'text', pg_get_expr(p.polqual, p.polrelid)),
          'check', jsonb_build_object('tree', p.polwithcheck::text, 'text', pg_get_expr(p.polwithcheck, p.polrelid))
        )
      ),
      '[]'
    )
    from pg_policy p join pg_class c on c.oid = p.polrelid
  )
)::text as input`

export const commonSql = `-- What the lints share. Every lint is a \`select\` behind this \`with\`; what it does not use is not evaluated.
-- $1: name of the auth schema. $2: roles that queries run as, that of a signed-in user first. $3: role that the
-- application logs in as. $4: version of the auth schema that is expected. $5: the script that installs it.
-- $6: what src/doctor/policy-tree read from each clause of each policy. $7: login role that the auth schema makes.
-- $8: whether the application is known to log in with a password. $9: what \`verification.sql\` found, or null.
-- $10: whose auth functions the database has, \`{"kind", "adopted"}\`, or null. $3 is null where nobody knows.
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
-- Schemas that belong to an extension or to the operator of the server, as Supabase's \`auth\`, \`storage\` and \`realtime\`.
-- Up to PostgreSQL 14 \`public\` belongs to the first superuser as well.
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
-- Every grant on a relation or one of its columns.
relation_grants (relation, grantee, privilege) as (
  select r.oid, x.grantee, lower(x.privilege_type)
  from relations r cross join aclexplode(r.relacl) x
  union
  select r.oid, x.grantee, lower(x.privilege_type)
  from relations r
    join pg_attribute a on a.attrelid = r.oid and not a.attisdropped
    cross join aclexplode(a.attacl) x
),
-- What the roles may do by way of a grant, and to whom that was granted: themselves, PUBLIC, a role that they inherit from.
granted_privileges as (
  select r.oid as relation, x.privilege, q.oid as role, q.rolname, x.grantee,
    case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end as grantee_name
  from relations r
    join relation_grants x on x.relation = r.oid
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
        E'-- Its rows are reached through %s, by grants and policies there.\\nrevoke all on %s from %s;',
        translate(h.names, E'\\n\\r', '  '), t.name, coalesce(g.grantees, array_to_string(t.reached_by, ', ')))
      when w.relation is not null and t.reached_by[1] = o.role_names[1]
        then format(E'create policy %I on %s to %I\\n  using %s\\n  with check %s;', left(t.relname, 59) || '_own',
            t.name, o.role_names[1], w.condition, w.condition)
          || case
            when exists (select from indexed_columns i where i.relation = t.oid and i.attnum = w.attnum) then ''
            else format(E'\\ncreate index on %s (%I);', t.name, w.attname)
          end
      else format(
        E'-- Nothing here tells whose a row is: write policies, or keep the roles out.\\nrevoke all on %s from %s;',
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
    translate(format('policy %I on %s', p.polname, t.name), E'\\n\\r', '  ') as named,
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
-- everybody's row or not everybody has; \`tied\` where it is something of the caller.
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
      E'-- Nothing here tells which rows are meant. Write the condition:\\n-- alter %s ...;\\n'
        || E'-- Where it is meant as it is, say so and why:\\n-- comment on %s is ''doctor: ignore ',
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
    regexp_matches(c.comment, '(?:^|\\n)\\s*doctor: ignore ((?:[0-9]{3}[, ]*)+)([^\\n]*)', 'g') as m (found),
    regexp_split_to_table(trim(both ', ' from m.found[1]), '[, ]+') as n (number)
),
-- Policies in which something that does not depend on the row is evaluated for each, with the condition that does so once.
-- \`how\`: which of the facts of a clause says so.
evaluated_per_row as (
  select h.how, p.object, p.using_text, p.check_text,
    format('in %s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end)) as detail,
    p.alter_policy
      || case when f.using then format(E'\\n  using (%s)', p.using_facts ->> 'once') else '' end
      || case when f.check then format(E'\\n  with check (%s)', p.check_facts ->> 'once') else '' end
      || ';' as fix
  from query_policies p, (values ('callsPerRow'), ('comparesInside'), ('wrapsPerRow')) as h (how),
    lateral (select (p.using_facts ->> h.how)::bool, (p.check_facts ->> h.how)::bool) as f ("using", "check")
  where f.using or f.check
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
      E'-- Give it a password of its own, and the application its connection string.\\nalter role %I login;', o.login_role)
    else format('-- Let the application log in as a role that owns nothing: rowauth init makes %s.',
      translate(quote_ident(o.login_role), E'\\n\\r', '  '))
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
)`

export const policyGraphSql = `-- What leads from one relation to another: policies, views and functions, and for whom policies hold.
-- $1: name of the auth schema. $2: roles that queries run as.
with query_roles as (
  select r.oid, r.rolname from pg_roles r where r.rolname = any($2::text[])
),
schemas as (
  select n.oid, n.nspname
  from pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', $1::text)
),
relations as (
  select c.oid, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, format('%I.%I', n.nspname, c.relname) as name,
    coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}' as invoker
  from pg_class c join schemas n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v')
),
functions as (
  select p.oid, p.prosecdef, p.proowner, format('%I.%I', n.nspname, p.proname) as name,
    case when p.prosqlbody is null then p.prosrc end as body
  from pg_proc p join schemas n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where p.prokind = 'f' and l.lanname in ('sql', 'plpgsql')
),
-- As whom relations are read: the roles themselves, and owners of views and of SECURITY DEFINER functions.
users as (
  select r.oid, r.rolname, r.rolsuper or r.rolbypassrls as is_exempt
  from pg_roles r
  where r.oid in (select oid from query_roles)
    or r.oid in (select relowner from relations where relkind = 'v')
    or r.oid in (select proowner from functions where prosecdef)
)
select jsonb_build_object(
  'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', oid::text, 'name', rolname)), '[]') from query_roles),
  'relations', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.oid::text,
      'name', r.name,
      'isView', r.relkind = 'v',
      'runsAs', case when r.relkind = 'v' and not r.invoker then r.relowner::text end,
      'enforcedFor', (
        select coalesce(jsonb_agg(u.oid::text), '[]')
        from users u
        where r.relrowsecurity and not u.is_exempt
          and (r.relforcerowsecurity or not pg_has_role(u.oid, r.relowner, 'usage'))
      ),
      'granted', (
        select coalesce(jsonb_object_agg(q.oid::text, array_remove(array[
          case when has_any_column_privilege(q.oid, r.oid, 'select') then 'select' end,
          case when has_any_column_privilege(q.oid, r.oid, 'insert') then 'insert' end,
          case when has_any_column_privilege(q.oid, r.oid, 'update') then 'update' end,
          case when has_table_privilege(q.oid, r.oid, 'delete') then 'delete' end
        ], null)), '{}')
        from query_roles q
      ),
      'uses', case when r.relkind = 'v' then (
        select coalesce(jsonb_agg(distinct d.refobjid::text), '[]')
        from pg_rewrite w
          join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
        where w.ev_class = r.oid and d.refobjid <> r.oid
          and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass)
      ) else '[]' end
    ) order by r.name), '[]')
    from relations r
  ),
  'functions', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', f.oid::text,
      'name', f.name,
      'runsAs', case when f.prosecdef then f.proowner::text end,
      'body', f.body,
      'uses', (
        select coalesce(jsonb_agg(distinct d.refobjid::text), '[]')
        from pg_depend d
        where f.body is null and d.classid = 'pg_proc'::regclass and d.objid = f.oid
          and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass)
      )
    )), '[]')
    from functions f
  ),
  'policies', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.oid::text,
      'relation', r.oid::text,
      'object', format('policy %I on %s', p.polname, r.name),
      'command', case p.polcmd
        when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'permissive', p.polpermissive,
      'users', (
        select coalesce(jsonb_agg(u.oid::text), '[]')
        from users u
        where 0::oid = any(p.polroles) or exists (select from unnest(p.polroles) x (role) where pg_has_role(u.oid, x.role, 'usage'))
      )
    ) order by p.polname), '[]')
    from pg_policy p join relations r on r.oid = p.polrelid
  )
)::text as graph`

export const circumstancesSql = `-- Behind what \`common\` has: what is looked at, and as whom. $3 is not asked here.
select
  session_user::text as connection,
  exists (
    select
    from pg_roles r
    where r.rolname = session_user and (r.rolsuper or r.rolbypassrls or r.rolcreaterole
      or r.oid in (select x.oid from administrators x))
  ) as administrator,
  (select r.rolname::text from pg_roles r, options o where r.rolname = o.login_role) as login_role,
  -- The kit's list of migrations is nobody's table.
  (select count(*)::int4 from tables t where t.relname <> '__drizzle_migrations') as tables,
  (select count(*)::int4 from policies) as policies`

export const passwordSql = `-- Whether a role has a password: for roles that may read pg_authid, superusers above all.
-- $1: name of the role.
select exists (select from pg_authid a where a.rolname = $1::text and a.rolpassword is not null) as found`

export const passwordRulesSql = `-- Whether the server may ask a role for its password in this database: for roles that may read pg_hba.conf.
-- $1: name of the role.
select exists (
  select
  from pg_hba_file_rules() r
  where r.auth_method in ('scram-sha-256', 'md5', 'password')
    -- Groups and patterns are taken for a match: better one finding too many.
    and exists (select from unnest(r.user_name) u (name) where u.name in ('all', $1::text) or u.name ~ '^[+/]')
    and exists (
      select from unnest(r.database) d (name)
      where d.name in ('all', 'sameuser', 'samerole', 'samegroup', current_database()) or d.name ~ '^/')
) as found`

export const verificationSql = `-- What the owner of the auth schema knows of keys and secrets, where the database verifies tokens. For roles that may
-- read them.
select jsonb_build_object(
  'keys', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'kid', k.kid, 'issuer', k.issuer,
          'state', case
            when k.not_after <= now() then 'expired' when k.not_before > now() then 'not yet' else 'active'
          end
        )
        order by k.id
      ),
      '[]'
    )
    from :"auth".jwks k
  ),
  'connectionKeys', (select v.allow_connection_jwk from :"auth".verification_settings v),
  'foreignSecrets', (
    select count(*)
    from :"auth".secrets s, :"auth".verification_settings v, pg_database d
    where d.datname = current_database() and s.made_in <> format('%s.%s', d.oid, v.tableoid)
  )
)::text as verification`

export const lints: readonly Lint[] = [
  {
    number: 101,
    name: 'rls-off',
    level: 'error',
    title: `Row-level security is off on a table that the roles can reach`,
    why: `Without row-level security a grant is all that stands before a table: whoever is signed in reads, or writes, the rows of everybody.`,
    remedy: `Row-level security is turned on. Where a column has the session's user as its default, a policy gives each user their own rows; otherwise the grants are revoked, because a table without policies shows nothing anyway. Those on a partition, or a table that inherits, are revoked: who reads it through its parent needs none. For a table that everybody may read write a policy that says so: \`using (true)\` for select only.`,
    sql: `select format('table %s', t.name) as object,
  format('%s can reach it', array_to_string(t.reached_by, ', ')) as detail,
  format(E'alter table %s enable row level security;\\n%s%s', t.name,
    case when x.names is not null
      then format(E'-- Without a policy of their own these see nothing from now on: %s.\\n', translate(x.names, E'\\n\\r', '  ')) else '' end, p.fix) as fix
from tables t join protection p on p.relation = t.oid left join other_grantees x on x.relation = t.oid
where not t.relrowsecurity and t.reached_by <> '{}'
  and not exists (select from pg_policy x where x.polrelid = t.oid)
order by t.name`,
  },
  {
    number: 102,
    name: 'policies-without-rls',
    level: 'error',
    title: `A table has policies, but row-level security is off`,
    why: `PostgreSQL accepts policies on any table and asks them only where row-level security is on. The table looks protected and is not.`,
    remedy: `Row-level security is turned on, so that the policies hold.`,
    sql: `select format('table %s', t.name) as object,
  format('not asked: %s', string_agg(quote_ident(p.polname), ', ' order by p.polname)) as detail,
  format('alter table %s enable row level security;', t.name) as fix
from tables t join pg_policy p on p.polrelid = t.oid
where not t.relrowsecurity
group by t.name
order by t.name`,
  },
  {
    number: 103,
    name: 'rls-without-policy',
    level: 'warning',
    title: `Row-level security is on, the roles have grants, and there is no policy`,
    why: `Nobody gets a row, and no query says so: reads come back empty, writes fail. Either the policies are missing or the grants are not meant.`,
    remedy: `Where a column has the session's user as its default, a policy gives each user their own rows; otherwise the grants, which are of no use as it is, are revoked.`,
    sql: `select format('table %s', t.name) as object,
  format('%s can reach it, and sees nothing', array_to_string(t.reached_by, ', ')) as detail,
  p.fix
from tables t join protection p on p.relation = t.oid
where t.relrowsecurity and t.reached_by <> '{}'
  and not exists (select from pg_policy x where x.polrelid = t.oid)
order by t.name`,
  },
  {
    number: 104,
    name: 'owner-not-forced',
    level: 'error',
    title: `The application logs in as the owner of a table whose policies do not hold for its owner`,
    why: `Policies are not asked for the owner of a table unless it is under FORCE. Every query that runs without taking a role, and every SQL injection that resets it, sees all rows.`,
    remedy: `The owner is put under the policies too. Scripts that run as the owner then see only what policies give it; a login role that owns nothing is the better way (lint 203).`,
    sql: `select format('table %s', t.name) as object,
  case when a.oid = t.relowner then format('%I owns it', a.rolname)
    else format('%I has the rights of its owner %I', a.rolname, pg_get_userbyid(t.relowner)) end as detail,
  format('alter table %s force row level security;', t.name) as fix
from tables t, app a
where t.relrowsecurity and not t.relforcerowsecurity
  and pg_has_role(a.oid, t.relowner, 'usage') and not a.rolsuper and not a.rolbypassrls
order by t.name`,
  },
  {
    number: 105,
    name: 'missing-grant',
    level: 'warning',
    title: `A policy is for a role that has no grant for the command`,
    why: `A policy says which rows, a grant says which tables. Without the grant the command ends in "permission denied" whatever the policy allows. drizzle-kit writes policies, but no grants.`,
    remedy: `The commands that the policies speak of are granted to their roles. Those of policies for everybody, where no role at all may use them, to signed-in users.`,
    sql: `select format('table %s', r.table_name) as object,
  format('%I may not %s', r.rolname, string_agg(r.command, ', ' order by r.position)) as detail,
  format('grant %s on %s to %I;', string_agg(r.command, ', ' order by r.position), r.table_name, r.rolname) as fix
from (
  select distinct t.name as table_name, p.rolname, c.command,
    array_position('{select,insert,update,delete}', c.command) as position
  from policy_roles p
    join tables t on t.oid = p.relation
    join pg_roles r on r.oid = p.role
    join commands c on p.command in (c.command, 'all')
  where p.named and not r.rolsuper and not r.rolbypassrls and r.oid not in (select x.oid from platform_roles x)
    -- Where the schema is closed to the role for a reason, the table may be, too.
    and not exists (select from openings x where x.role = p.role and x.schema = t.schema)
    and not has_table_privilege(p.role, t.oid, c.command)
    and (c.command = 'delete' or not has_any_column_privilege(p.role, t.oid, c.command))
    -- For a policy on all commands one grant is enough: the others may be withheld on purpose.
    and (p.command <> 'all' or not (
      has_table_privilege(p.role, t.oid, 'select, insert, update, delete')
      or has_any_column_privilege(p.role, t.oid, 'select, insert, update')))
) r
group by r.table_name, r.rolname
union all
select format('table %s', r.table_name),
  format('nobody may %s, and a policy for everybody speaks of it', string_agg(r.command, ', ' order by r.position)),
  format('grant %s on %s to %I;', string_agg(r.command, ', ' order by r.position), r.table_name, r.rolname)
from (
  select distinct t.name as table_name, q.rolname, c.command,
    array_position('{select,insert,update,delete}', c.command) as position
  from policies p
    join tables t on t.oid = p.relation
    join commands c on p.command in (c.command, 'all')
    join query_roles q on not q.rolsuper and not q.rolbypassrls,
    options o
  where 0::oid = any(p.polroles) and p.permissive and q.rolname = o.role_names[1]
    and (p.using_text is not null or p.check_text is not null)
    and not exists (select from openings x where x.role = q.oid and x.schema = t.schema)
    and not exists (
      select
      from (
        select x.grantee, x.privilege_type from aclexplode(t.relacl) x
        union all
        select x.grantee, x.privilege_type
        from pg_attribute a cross join aclexplode(a.attacl) x
        where a.attrelid = t.oid and not a.attisdropped
      ) g
      where g.grantee <> t.relowner and (lower(g.privilege_type) = c.command
        or p.command = 'all' and g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
    )
) r
group by r.table_name, r.rolname
order by 1, 2`,
  },
  {
    number: 106,
    name: 'missing-schema-usage',
    level: 'warning',
    title: `A role has grants on tables of a schema that it may not use`,
    why: `Without USAGE on the schema every query on its tables ends in "permission denied for schema", or in "relation does not exist" where the schema is only in the search path. Or it was revoked on purpose, and the grants wait for the day on which somebody gives it back.`,
    remedy: `Where the role has a policy on each of those tables, and USAGE would open nothing else to it, USAGE is granted. In every other case the grants, which are of no use as it is, are revoked; the finding says what USAGE would open: a relation that no policy guards, TRUNCATE and the like, a SECURITY DEFINER function, or tables that are still to be made, by default privileges.`,
    sql: `with granted as (
  select r.oid as relation, r.schema, r.name, q.oid as role, q.rolname,
    string_agg(distinct quote_ident(pg_get_userbyid(x.grantee)), ', ') as grantees
  from relations r
    join relation_grants x on x.relation = r.oid
    join (
      select oid, rolname from query_roles where not rolsuper
      union
      select p.role, p.rolname
      from policy_roles p join pg_roles s on s.oid = p.role
      where not s.rolsuper and not s.rolbypassrls and s.oid not in (select y.oid from platform_roles y)
    ) q on x.grantee <> 0 and pg_has_role(q.oid, x.grantee, 'usage')
  where x.grantee <> r.relowner and not has_schema_privilege(q.oid, r.schema, 'usage')
    -- What another role makes use of that inherits them is not to be taken away.
    and not exists (
      select
      from query_roles o
      where pg_has_role(o.oid, x.grantee, 'usage') and has_schema_privilege(o.oid, r.schema, 'usage'))
  group by r.oid, r.schema, r.name, q.oid, q.rolname
)
select format('schema %I', n.nspname) as object,
  format('%I has grants on %s, but may not use the schema%s', g.rolname, string_agg(g.name, ', ' order by g.name),
    case when o.what is not null then format('; that would open %s', o.what) else '' end) as detail,
  case
    when o.what is null then format('grant usage on schema %I to %I;', n.nspname, g.rolname)
    else string_agg(format('revoke all on %s from %s;', g.name, g.grantees), E'\\n' order by g.name)
  end as fix
from granted g
  join schemas n on n.oid = g.schema
  left join openings o on o.role = g.role and o.schema = g.schema
group by n.nspname, g.rolname, o.what
order by n.nspname, g.rolname`,
  },
  {
    number: 107,
    name: 'function-not-executable',
    level: 'warning',
    title: `A policy calls a function that its role may not execute`,
    why: `The policy is part of every query of the role, so every query on the table ends in "permission denied for function". What a function calls in its caller's name, as \`auth.user_id()\` does \`auth.session()\`, the role has to be allowed as well, and for an insert what the defaults of columns call. Roles of your own need the grants on the functions of the auth schema too, and USAGE on it for queries that name them.`,
    remedy: `EXECUTE is granted to the role, or USAGE on the auth schema.`,
    sql: `select f.object, f.detail, f.fix
from (
  with recursive called (policy, function) as (
    select x.policy, x.function from policy_functions x
    union
    select p.oid, x.refobjid
    from policies p
      join pg_attrdef d on d.adrelid = p.relation
      join pg_depend x
        on x.classid = 'pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_proc'::regclass
    where p.command in ('insert', 'all')
    union
    select k.policy, d.refobjid
    from called k
      join pg_proc f on f.oid = k.function and not f.prosecdef
      join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.refclassid = 'pg_proc'::regclass
  ),
  calls as (
    select r.role, r.rolname, p.object, f.oid as function, n.oid as schema, n.nspname,
      format('%I.%I(%s)', n.nspname, f.proname, pg_get_function_identity_arguments(f.oid)) as name
    from policies p
      join policy_roles r on r.policy = p.oid
      join called k on k.policy = p.oid
      join pg_proc f on f.oid = k.function
      join pg_namespace n on n.oid = f.pronamespace
    where (has_table_privilege(r.role, p.relation, 'select, insert, update, delete')
        or has_any_column_privilege(r.role, p.relation, 'select, insert, update'))
      and not exists (select from pg_roles s where s.oid = r.role and (s.rolsuper or s.rolbypassrls))
      and r.role not in (select x.oid from platform_roles x)
  )
  select format('function %s', c.name) as object,
    format('%I may not execute it, but %s asks it', c.rolname, string_agg(distinct c.object, ', ')) as detail,
    format('grant execute on function %s to %I;', c.name, c.rolname) as fix,
    c.name as place, c.rolname
  from calls c
  where not has_function_privilege(c.role, c.function, 'execute')
  group by c.name, c.rolname
  union all
  select format('schema %I', c.nspname),
    format('%I may not use it, but %s calls its functions', c.rolname, string_agg(distinct c.object, ', ')),
    format('grant usage on schema %I to %I;', c.nspname, c.rolname),
    format('%I', c.nspname), c.rolname
  from calls c join options o on o.auth_schema = c.nspname
  where not has_schema_privilege(c.role, c.schema, 'usage')
  group by c.nspname, c.rolname
) f
order by f.place, f.rolname`,
  },
  {
    number: 108,
    name: 'truncate',
    level: 'warning',
    title: `The roles may truncate a table`,
    why: `TRUNCATE asks no policy. A role that was given \`all\` on a table can empty it, whoever owns the rows.`,
    remedy: `TRUNCATE is revoked. Grant the roles select, insert, update and delete by name instead of \`all\`.`,
    sql: `select format('table %s', t.name) as object,
  format('%s may truncate it', string_agg(distinct quote_ident(g.rolname), ', ')) as detail,
  format('revoke truncate on %s from %s;', t.name, string_agg(distinct g.grantee_name, ', ')) as fix
from tables t join granted_privileges g on g.relation = t.oid and g.privilege = 'truncate'
-- Where row-level security is off and they reach the rows as well, lint 101 comes first.
where t.relrowsecurity or t.reached_by = '{}'
group by t.name
order by t.name`,
  },
  {
    number: 109,
    name: 'sequence-not-usable',
    level: 'warning',
    title: `A role may insert, but not use the sequence that numbers the rows`,
    why: `A \`serial\` column takes its number from a sequence with rights of its own. Every insert that leaves the column out ends in "permission denied for sequence". Identity columns have no such sequence to grant.`,
    remedy: `USAGE on the sequence is granted to the role.`,
    sql: `select distinct format('sequence %s', s.name) as object,
  format('%I inserts into %s, but may not use it', q.rolname, t.name) as detail,
  format('grant usage on sequence %s to %I;', s.name, q.rolname) as fix
from tables t
  join pg_attrdef d on d.adrelid = t.oid
  join pg_depend x on x.classid = 'pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_class'::regclass
  join (
    select c.oid, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S'
  ) s on s.oid = x.refobjid
  join query_roles q
    on has_any_column_privilege(q.oid, t.oid, 'insert') and has_schema_privilege(q.oid, t.schema, 'usage')
where not has_sequence_privilege(q.oid, s.oid, 'usage, update')
order by 1, 2`,
  },
  {
    number: 110,
    name: 'foreign-table',
    level: 'error',
    title: `The roles can reach a foreign table`,
    why: `A foreign table cannot have row-level security. Its server is asked as the user of the mapping, and sends the rows of everybody.`,
    remedy: `The grants on it are revoked. Read it as another role, or through a function that picks the user's part.`,
    sql: `select format('foreign table %s', r.name) as object,
  format('%s can reach it', array_to_string(r.reached_by, ', ')) as detail,
  format('revoke all on %s from %s;', r.name, g.grantees) as fix
from relations r join relation_grantees g on g.relation = r.oid
where r.relkind = 'f' and r.reached_by <> '{}'
order by r.name`,
  },
  {
    number: 111,
    name: 'rights-beyond-rows',
    level: 'warning',
    title: `The roles have rights on a table that no policy is asked for`,
    why: `With TRIGGER a role puts a function of its own, a temporary one will do, behind the writes of all others, where it runs as they. With REFERENCES the foreign keys of a table of its own tell which keys exist. With MAINTAIN (from PostgreSQL 17 on) it locks the table for as long as it likes. \`grant all\` gives all of them.`,
    remedy: `They are revoked. Grant the roles select, insert, update and delete by name instead of \`all\`.`,
    sql: `select format('table %s', t.name) as object,
  format('granted to %s: %s', g.roles, g.privileges) as detail,
  format('revoke %s on %s from %s;', g.privileges, t.name, g.grantees) as fix
from tables t
  join lateral (
    select string_agg(distinct quote_ident(g.rolname), ', ') as roles,
      string_agg(distinct g.privilege, ', ') as privileges, string_agg(distinct g.grantee_name, ', ') as grantees
    from granted_privileges g
    where g.relation = t.oid and g.privilege in ('trigger', 'references', 'maintain')
  ) g on g.roles is not null
where t.relrowsecurity or t.reached_by = '{}'
order by t.name`,
  },
  {
    number: 112,
    name: 'defaults-beyond-rows',
    level: 'warning',
    title: `Default privileges give the roles rights on new tables that no policy is asked for`,
    why: `Every table that is made from now on can be truncated by the roles, or gets what lint 111 is about, whatever policies it has.`,
    remedy: `These rights are revoked from the default privileges. Tables that there are keep what they have (lints 108, 111).`,
    sql: `select d.object,
  format('%s to %s', string_agg(distinct d.privilege, ', '), string_agg(distinct d.grantee_name, ', ')) as detail,
  format('%s revoke %s on tables from %s;', d.alter_defaults, string_agg(distinct d.privilege, ', '),
    string_agg(distinct d.grantee_name, ', ')) as fix
from default_grants d
where d.privilege not in ('select', 'insert', 'update', 'delete')
group by d.oid, d.object, d.alter_defaults
order by d.object`,
  },
  {
    number: 113,
    name: 'defaults-before-policies',
    level: 'info',
    title: `Default privileges let the roles reach every new table`,
    why: `A table is open to the roles from the moment in which it is made until its migration turns row-level security on, and for good where that is forgotten.`,
    remedy: `They are revoked. Let each migration grant what its table is for: \`rowauth grants\` writes that from the policies.`,
    sql: `select d.object,
  format('%s to %s', string_agg(distinct d.privilege, ', '), string_agg(distinct d.grantee_name, ', ')) as detail,
  format('%s revoke %s on tables from %s;', d.alter_defaults, string_agg(distinct d.privilege, ', '),
    string_agg(distinct d.grantee_name, ', ')) as fix
from default_grants d
where d.privilege in ('select', 'insert', 'update', 'delete')
group by d.oid, d.object, d.alter_defaults
order by d.object`,
  },
  {
    number: 201,
    name: 'superuser',
    level: 'error',
    title: `The application logs in as a superuser`,
    why: `No policy is asked for a superuser. A query that runs without taking a role, or an SQL injection that resets it, has the whole server.`,
    remedy: `The role stops being one. The first superuser of a server has to stay one: let the application log in as the role that the auth schema made for it.`,
    sql: `select format('role %I', a.rolname) as object,
  'it is a superuser' as detail,
  case when a.administers then l.fix else format('alter role %I nosuperuser nobypassrls;', a.rolname) end as fix
from app a, login_advice l
where a.rolsuper`,
  },
  {
    number: 202,
    name: 'bypassrls',
    level: 'error',
    title: `The application logs in as a role with BYPASSRLS`,
    why: `No policy is asked for such a role, not even on tables under FORCE. Managed databases give it to their administrators.`,
    remedy: `The attribute is taken away. Where the role is an administrator's and needs it, let the application log in as the role that the auth schema made for it.`,
    sql: `select format('role %I', a.rolname) as object,
  'it has BYPASSRLS' as detail,
  case when a.administers then l.fix else format('alter role %I nobypassrls;', a.rolname) end as fix
from app a, login_advice l
where a.rolbypassrls and not a.rolsuper`,
  },
  {
    number: 203,
    name: 'owner',
    level: 'warning',
    title: `The application logs in as the owner of tables, views, schemas or functions`,
    why: `An owner turns row-level security off, drops policies and grants rights; the owner of a schema drops what is in it, and that of a function replaces what policies call. What an SQL injection can do should end at the rows of one user.`,
    remedy: `They go to the owner of the database. If that is the login role itself, or it is an administrator's, let the application log in as the role that the auth schema made for it. What runs with the rights of its owner (a SECURITY DEFINER function, a view) would get those of the new one, whatever it does: it is for you to read first.`,
    sql: `select format('role %I', a.rolname) as object,
  format('it owns %s', string_agg(x.what, ', ' order by x.position, x.what)) as detail,
  case
    when a.administers or pg_has_role(a.oid, w.oid, 'member') then l.fix
    else string_agg(
      case when x.has_rights then translate(format(
          '-- Read it first, it gets the rights of %I: alter %s owner to %I;', w.rolname, x.what, w.rolname), E'\\n\\r', '  ')
        else format('alter %s owner to %I;', x.what, w.rolname) end,
      E'\\n' order by x.has_rights desc, x.position, x.what)
  end as fix
from app a, database_owner w, login_advice l,
  lateral (
    select 1 as position,
      case r.relkind when 'v' then 'view ' when 'm' then 'materialized view ' else 'table ' end || r.name as what,
      r.relkind = 'm' or r.relkind = 'v' and not exists (
        select from pg_options_to_table(r.reloptions) i
        where i.option_name = 'security_invoker' and i.option_value::bool) as has_rights
    from relations r
    where r.relowner = a.oid
    union all
    select 2, format('schema %I', n.nspname), false
    from schemas s join pg_namespace n on n.oid = s.oid
    where n.nspowner = a.oid
    union all
    select 3, 'routine ' || f.name, f.prosecdef from routines f where f.proowner = a.oid
    union all
    select 4, format('database %I', current_database()), false where w.oid = a.oid
  ) x
where not a.rolsuper
group by a.oid, a.rolname, a.administers, w.oid, w.rolname, l.fix`,
  },
  {
    number: 204,
    name: 'takes-other-role',
    level: 'error',
    title: `The login role may take a role that queries do not run as`,
    why: `SQL that gets out of its role can take any role that the login role is a member of, also through the roles that queries run as. With CREATEROLE it makes itself a member of others.`,
    remedy: `The membership, or CREATEROLE, is taken away. If queries do run as that role, name it with \`--allowed\`. Of an administrator only CREATEROLE is found, and stays: let the application log in as the role that the auth schema made for it, also where the memberships are the server operator's, as those of Supabase's \`authenticator\` are.`,
    sql: `select format('role %I', a.rolname) as object,
  format('%sit may take %I', case when m.member <> a.oid then format('through %I ', m.member_name) end, m.role_name)
    as detail,
  case
    when m.roleid in (select p.oid from platform_roles p) then l.fix
    else string_agg(format('revoke %I from %I%s;', m.role_name, m.member_name, m.granted_by), E'\\n')
  end as fix
from login_advice l, app a, taken_roles x join memberships m on m.member = x.role
where not a.rolsuper and not a.administers and (m.may_set or m.inherits or m.admin_option)
  and m.roleid not in (select q.oid from query_roles q)
group by a.oid, a.rolname, m.member, m.member_name, m.roleid, m.role_name, l.fix
union all
select format('role %I', a.rolname), 'it has CREATEROLE',
  case when a.administers then l.fix else format('alter role %I nocreaterole;', a.rolname) end
from app a, login_advice l
where not a.rolsuper and a.rolcreaterole
order by 2`,
  },
  {
    number: 205,
    name: 'rights-of-its-own',
    level: 'warning',
    title: `The login role has rights on tables, views or schemas without taking a role`,
    why: `A query that was sent without a session should find nothing. With rights of its own, or rights inherited from the roles that queries run as, it finds whatever policies do not tie to a user. Where it may create objects it can make a function or a table that others then meet.`,
    remedy: `Its grants are revoked; inheritance is turned off.`,
    sql: `select format('role %I', a.rolname) as object,
  case when x.grantee = a.oid then format('it has grants on %s', string_agg(distinct t.name, ', '))
    else format('it inherits the grants of %I', pg_get_userbyid(x.grantee)) end as detail,
  case
    when x.grantee = a.oid then string_agg(distinct format('revoke all on %s from %I;', t.name, a.rolname), E'\\n')
    when o.major < 16 then format('alter role %I noinherit;', a.rolname)
    else (
      select string_agg(
        format('revoke inherit option for %I from %I%s;', m.role_name, m.member_name, m.granted_by), E'\\n')
      from memberships m
      where m.member = a.oid and m.inherits and pg_has_role(m.roleid, x.grantee, 'usage')
    )
  end as fix
from app a, options o, relations t, aclexplode(t.relacl) x
where not a.rolsuper and not a.administers and a.oid <> all (select q.oid from query_roles q)
  and x.grantee <> 0 and x.grantee <> t.relowner and pg_has_role(a.oid, x.grantee, 'usage')
  and (x.grantee = a.oid or x.grantee in (select q.oid from query_roles q))
group by a.oid, a.rolname, x.grantee, o.major
union all
select format('role %I', a.rolname),
  format('it may create objects in %s', string_agg(distinct format('schema %I', n.nspname), ', ')),
  string_agg(distinct format('revoke create on schema %I from %I;', n.nspname, a.rolname), E'\\n')
from app a, schemas s join pg_namespace n on n.oid = s.oid, aclexplode(n.nspacl) x
where not a.rolsuper and not a.administers and x.grantee = a.oid and x.grantee <> n.nspowner and x.privilege_type = 'CREATE'
group by a.rolname
order by 2`,
  },
  {
    number: 206,
    name: 'query-role-bypasses',
    level: 'error',
    title: `A role that queries run as is not subject to policies`,
    why: `Superusers, roles with BYPASSRLS, and the owner of a table with all who inherit from it see every row. Queries run as this role, so policies decide nothing.`,
    remedy: `The attribute or the membership is taken away; a table that the role owns goes to the owner of the database, and the role keeps the grants that policies are asked for.`,
    sql: `select format('role %I', q.rolname) as object,
  case when q.rolsuper then 'it is a superuser' else 'it has BYPASSRLS' end as detail,
  format('alter role %I nosuperuser nobypassrls;', q.rolname) as fix
from query_roles q
where q.rolsuper or q.rolbypassrls
union all
select format('role %I', q.rolname),
  format('it owns %s', string_agg(t.name, ', ' order by t.name)),
  string_agg(format(E'alter table %s owner to %I;\\ngrant select, insert, update, delete on %s to %I;',
    t.name, w.rolname, t.name, q.rolname), E'\\n' order by t.name)
from query_roles q join tables t on t.relowner = q.oid, database_owner w
where not q.rolsuper and t.relrowsecurity and not t.relforcerowsecurity
group by q.rolname
union all
select format('role %I', q.rolname),
  format('it has the rights of %I, who owns %s', pg_get_userbyid(t.relowner), string_agg(distinct t.name, ', ')),
  (
    select string_agg(format('revoke %I from %I%s;', m.role_name, m.member_name, m.granted_by), E'\\n')
    from memberships m
    where m.member = q.oid and m.inherits and pg_has_role(m.roleid, t.relowner, 'usage')
  )
from query_roles q join tables t on t.relowner <> q.oid and pg_has_role(q.oid, t.relowner, 'usage')
where not q.rolsuper and t.relrowsecurity and not t.relforcerowsecurity
group by q.oid, q.rolname, t.relowner
order by 1, 2`,
  },
  {
    number: 207,
    name: 'cannot-take-role',
    level: 'warning',
    title: `The login role may not take a role that queries run as`,
    why: `Every query takes its role first, so all queries of such users end in "permission denied to set role".`,
    remedy: `The role is granted, to be taken and not to be inherited from. Does the application log in as another role than the one of this connection? Name it with \`--app-role\`.`,
    sql: `select format('role %I', a.rolname) as object,
  format('it may not take %I', q.rolname) as detail,
  format('grant %I to %I%s;', q.rolname, a.rolname,
    case when o.major >= 16 then ' with inherit false, set true' else '' end) as fix
from app a, options o, query_roles q
where not a.rolsuper and not a.administers and a.oid <> q.oid
  and not pg_has_role(a.oid, q.oid, case when o.major >= 16 then 'set' else 'member' end)
order by 2`,
  },
  {
    number: 208,
    name: 'temporary-tables',
    level: 'info',
    title: `The roles may create temporary tables`,
    why: `A temporary table stays on its pooled connection when the transaction ends, and its name comes before those of all schemas: whoever gets the connection next reads it, or writes to it, in place of your table. Making one takes SQL of a user's own, as an injection is. Every new database allows it to PUBLIC.`,
    remedy: `TEMPORARY is revoked. From then on temporary tables, views and functions can be made by superusers, the owner of the database, and roles to which you grant it by name: those of reports and imports that use such tables, and the one that runs \`rowauth check --url\`.`,
    sql: `select format('database %I', d.datname) as object,
  format('%s can create them', string_agg(distinct quote_ident(r.rolname), ', ')) as detail,
  -- A migration runs in databases of other names as well.
  format('do %L;', format('begin execute format(%L, current_database(), %L); end',
    'revoke temporary on database %I from %s',
    string_agg(distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', ')))
    as fix
from pg_database d
  cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
  join (select q.oid, q.rolname, q.rolsuper from query_roles q union select a.oid, a.rolname, a.rolsuper from app a where not a.administers) r
    on not r.rolsuper and (x.grantee = 0 or pg_has_role(r.oid, x.grantee, 'usage'))
where d.datname = current_database() and x.privilege_type = 'TEMPORARY'
group by d.datname`,
  },
  {
    number: 209,
    name: 'password',
    level: 'info',
    title: `The application logs in with a password, which SQL that runs as its role can change`,
    why: `Every role may change its own password. SQL that gets out of the role of the user (an injection that calls \`set_config('role', 'none', true)\`) may do so as the login role, too: it locks the application out, or opens a way in that is still there when the injection is not. Found only where this connection may read \`pg_authid\`.`,
    remedy: `Log in by something that SQL cannot change: a client certificate (\`cert\`), \`peer\` over a local socket, or the platform's identities. On a managed database without any of these, let a firewall decide who can connect at all.`,
    sql: `select format('role %I', a.rolname) as object,
  'it has a password' as detail,
  format(E'-- In pg_hba.conf let %s log in by cert or peer, and by nothing else; reload the configuration, then:\\n'
    '-- alter role %s password null;', n.named, n.named) as fix
from app a, options o, translate(quote_ident(a.rolname), E'\\n\\r', '  ') as n (named)
where o.has_password and a.rolcanlogin and not a.rolsuper and not a.administers
  -- pg_hba.conf is the operator's.
  and not exists (select from platform_roles)`,
  },
  {
    number: 210,
    name: 'login-role-unknown',
    level: 'warning',
    title: `The connection is an administrator's, and nothing tells as whom the application logs in`,
    why: `Whoever sets up a database may do what the application must not: turn policies off, or see everybody's rows. So nothing is said here of the role of this connection, and nothing was found out about that of the application.`,
    remedy: `Name the role that the application logs in as, with \`--app-role\`. If it is this one, make one that owns nothing: \`rowauth init\`, or \`rowauth init --adopt\`, does.`,
    sql: `select format('role %I', session_user) as object,
  'it is an administrator; the role of the application was not looked at' as detail,
  format(E'-- rowauth doctor --app-role <the role that the application logs in as>\\n%s', l.fix) as fix
from options o, login_advice l
where o.app_role is null`,
  },
  {
    number: 211,
    name: 'create-in-schema',
    level: 'warning',
    title: `The roles may create objects in a schema`,
    why: `What a role makes, others meet: a function or an operator that fits better than yours takes the place of yours in their queries and policies, and runs as they. Up to PostgreSQL 14 everybody may create in \`public\`, and a database that was upgraded from there still allows it.`,
    remedy: `CREATE on the schema is revoked. Whoever makes tables there keeps it by a grant to the role by name.`,
    sql: `select format('schema %I', n.nspname) as object,
  format('%s can create in it', string_agg(distinct quote_ident(q.rolname), ', ')) as detail,
  format('revoke create on schema %I from %s;', n.nspname,
    string_agg(distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', '))
    as fix
from schemas s
  join pg_namespace n on n.oid = s.oid
  cross join aclexplode(n.nspacl) x
  join query_roles q on x.grantee = 0 or pg_has_role(q.oid, x.grantee, 'usage')
where x.privilege_type = 'CREATE' and x.grantee <> n.nspowner and not q.rolsuper
group by n.nspname
order by n.nspname`,
  },
  {
    number: 212,
    name: 'replication',
    level: 'error',
    title: `A role of the application may read the log of all changes`,
    why: `With REPLICATION a role makes a replication slot, and reads from it every row that anybody writes, in every table. No grant and no policy is asked.`,
    remedy: `The attribute is taken away. Where the role is an administrator's and needs it, let the application log in as the role that the auth schema made for it.`,
    sql: `select format('role %I', r.rolname) as object,
  'it has REPLICATION' as detail,
  case when r.administers then l.fix else format('alter role %I noreplication;', r.rolname) end as fix
from pg_roles x
  join (
    select q.oid, q.rolname, false as administers from query_roles q
    union
    select a.oid, a.rolname, a.administers from app a
  ) r on r.oid = x.oid,
  login_advice l
where x.rolreplication and not x.rolsuper
order by r.rolname`,
  },
  {
    number: 301,
    name: 'call-per-row',
    level: 'warning',
    title: `A policy calls the auth functions for every row`,
    why: `A bare \`auth.user_id()\` in a policy is part of the filter, so PostgreSQL may call it for each row that it looks at: the claims are parsed again and again, and their seal is checked anew where the database verifies tokens. In a sub-select of its own it is called once per query.`,
    remedy: `Each bare call becomes \`(select …)\`. Nothing else about the condition changes.`,
    sql: `select p.object, p.detail, p.fix
from evaluated_per_row p
where p.how = 'callsPerRow'
order by p.object`,
  },
  {
    number: 302,
    name: 'comparison-in-sub-select',
    level: 'warning',
    title: `A policy compares inside the sub-select`,
    why: `\`(select auth.user_id() = user_id)\` looks at the row, so the sub-select is run for each of them, and no index can help. \`authUid()\` of drizzle-orm/neon writes it that way.`,
    remedy: `Only the call stays in the sub-select: \`(select auth.user_id()) = user_id\`.`,
    sql: `select p.object, p.detail, p.fix
from evaluated_per_row p
where p.how = 'comparesInside'
order by p.object`,
  },
  {
    number: 303,
    name: 'always-true-write',
    level: 'error',
    title: `A write policy is always true`,
    why: `Permissive policies add up, so one that is always true undoes the others: every row may be changed, deleted or written in somebody else's name by everyone whom it names. \`id = id\`, \`exists (select 1)\` and \`length(title) >= 0\` are no better than \`true\`: conditions are tried on made-up rows and users. A restrictive policy for the same roles and commands narrows it, and then it is left alone here. So are inserts by visitors (lint 314).`,
    remedy: `The policy gets the condition that its other half has; else the owner's column compared with the user, where a default or another policy tells which it is. Where nothing tells, you write the condition, or say in a comment on the policy that it is meant so.`,
    sql: `select w.object,
  format('always true in %s, for %s', concat_ws(' and ', case when w.using_true then 'USING' end, case when w.check_true then
    case when w.check_text is null then 'USING in place of WITH CHECK' else 'WITH CHECK' end end), w.role_list) as detail,
  case
    when b.condition is null then b.unknown || '303, ...'';'
    else w.alter_policy
      || case when w.using_text is not null and (w.using_true or w.check_text is null)
        then format(E'\\n  using (%s)', b.condition) else '' end
      || case when w.check_text is not null and w.check_true then format(E'\\n  with check (%s)', b.condition) else '' end
      || ';'
  end as fix
from (
  select p.*,
    p.command <> 'insert' and p.using_facts ->> 'asks' = 'nothing' and not n.old_row as using_true,
    p.command <> 'delete' and coalesce(p.check_facts, p.using_facts) ->> 'asks' = 'nothing' and not n.new_row as check_true
  from query_policies p join narrowed n on n.policy = p.oid
  where p.command <> 'select'
    and exists (select from granted_commands g where g.policy = p.oid and g.command <> 'select')
    and p.oid not in (select v.policy from visitors_inserts v)
) w join better_conditions b on b.policy = w.oid
where w.using_true or w.check_true
order by w.object`,
  },
  {
    number: 304,
    name: 'write-ignores-row',
    level: 'warning',
    title: `An insert or update policy does not look at the new row`,
    why: `A condition such as \`auth.user_id() is not null\` asks who writes, but not what: every signed-in user may write rows in the name of any other. PostgreSQL asks WITH CHECK of a new row, and USING where there is no WITH CHECK, so a missing WITH CHECK is no hole by itself (lint 306); one that says nothing about the row is. A condition that only some users meet, as \`auth.jwt() ->> 'role' = 'admin'\` or a look-up of members, is left alone.`,
    remedy: `The condition is joined with one that looks at the row, found as for lint 303.`,
    sql: `select w.object,
  format('%s asks only who writes, but nothing of the row of %s, for %s',
    case when w.check_text is null then 'USING, in place of WITH CHECK,' else 'WITH CHECK' end, w.table_name, w.role_list) as detail,
  case when b.condition is null then b.unknown || '304, ...'';'
    else format(E'%s\\n  with check (%s and %s);', w.alter_policy, w.asked_facts ->> 'once', b.condition) end as fix
from write_policies w
  join narrowed n on n.policy = w.oid
  join better_conditions b on b.policy = w.oid
where w.asked_facts ->> 'asks' = 'signedIn' and not n.new_row
  and exists (select from granted_commands g where g.policy = w.oid and g.command in ('insert', 'update'))
  -- What lint 310 fixes is asked of the new row, too.
  and not (w.check_text is null
    and exists (select from granted_commands g where g.policy = w.oid and g.command in ('update', 'delete')))
order by w.object`,
  },
  {
    number: 305,
    name: 'expression-lost',
    level: 'error',
    title: `A policy lacks its expression`,
    why: `A permissive policy without an expression allows nothing, a restrictive one forbids nothing. Hardly anyone writes that: \`drizzle-kit push\` 0.31 creates policies without their conditions.`,
    remedy: `The likeliest condition is put in: the owner's column compared with the user, where a default tells which it is, or another policy of the table; else the policy is dropped. Better: apply the migrations that \`drizzle-kit generate\` writes, which have the condition that you meant.`,
    sql: `select p.object,
  format('%s: %s', case when p.check_text is null then 'none at all' else 'no USING' end,
    case when p.permissive then 'it allows nothing' else 'it forbids nothing' end
      || case when p.check_text is null then '' else ' to what is there' end) as detail,
  case
    when p.check_text is not null then format('%s using (%s);', p.alter_policy, p.check_facts ->> 'once')
    when b.condition is null then format(E'-- Nothing here tells which rows are meant, and as it is it does nothing.\\n%s', p.drop_policy)
    when p.command = 'insert' then format('%s with check (%s);', p.alter_policy, b.condition)
    when p.command in ('select', 'delete') then format('%s using (%s);', p.alter_policy, b.condition)
    else format(E'%s\\n  using (%s)\\n  with check (%s);', p.alter_policy, b.condition, b.condition)
  end as fix
from query_policies p join better_conditions b on b.policy = p.oid
where p.using_text is null and (p.check_text is null or p.command in ('update', 'all'))
order by p.object`,
  },
  {
    number: 306,
    name: 'implicit-check',
    level: 'info',
    title: `An update is checked by USING alone`,
    why: `Without WITH CHECK, PostgreSQL asks USING of the new row too. That is right where both mean the same, and easily wrong where USING lets in more, as in \`published or owner = …\`: then everyone may change what is published.`,
    remedy: `What holds now is written out as WITH CHECK, to be read and narrowed. Nothing changes by it.`,
    sql: `select p.object,
  'no WITH CHECK' as detail,
  format(E'%s\\n  with check (%s);', p.alter_policy, p.using_facts ->> 'once') as fix
from query_policies p
where p.command in ('update', 'all') and p.using_text is not null and p.check_text is null
  and p.using_facts ->> 'asks' in ('state', 'caller')
  and exists (select from granted_commands g where g.policy = p.oid and g.command in ('insert', 'update'))
order by p.object`,
  },
  {
    number: 307,
    name: 'several-permissive',
    level: 'info',
    title: `Several permissive policies hold for one command and role`,
    why: `Any one of them is enough to allow a row, so each has to be right by itself, and PostgreSQL may evaluate all of them for each row. That may well be what you want; one policy with \`or\` says so in one place.`,
    remedy: `One policy per command with the conditions joined by \`or\` takes their place, for the same roles; PUBLIC becomes the roles that queries run as. Policies whose comments say to ignore something stay as they are.`,
    sql: `with overlapping as (
  select r.relation, c.command, r.role, array_agg(distinct r.policy order by r.policy) as policies
  from policy_roles r
    join query_policies p on p.oid = r.policy and p.permissive and coalesce(p.using_text, p.check_text) is not null
      -- Joined to others it would open all of them: that is another finding.
      and p.using_facts -> 'constant' is distinct from 'true' and p.check_facts -> 'constant' is distinct from 'true'
      -- What its comment explains would be lost with it.
      and p.object not in (select a.object from acknowledgements a)
    join commands c on r.command in (c.command, 'all')
  group by r.relation, c.command, r.role
),
affected as (
  select distinct o.relation, x.policy
  from overlapping o join asked_roles q on q.oid = o.role, unnest(o.policies) as x (policy)
  where cardinality(o.policies) > 1
),
replacements as (
  select o.relation, o.command, o.policies,
    string_agg(quote_ident(r.rolname), ', ' order by r.rolname) as roles,
    string_agg(r.rolname, '_' order by r.rolname) as suffix
  from overlapping o join pg_roles r on r.oid = o.role
  where exists (select from affected a where a.policy = any(o.policies))
  group by o.relation, o.command, o.policies
),
conditions as (
  select n.*,
    string_agg(p.using_facts ->> 'once', ' or ' order by p.polname) as using_text,
    string_agg(coalesce(p.check_facts, p.using_facts) ->> 'once', ' or ' order by p.polname) as check_text
  from replacements n join policies p on p.oid = any(n.policies)
  group by n.relation, n.command, n.policies, n.roles, n.suffix
)
select format('table %s', t.name) as object,
  (
    select string_agg(format('%s by %I: %s', o.command, pg_get_userbyid(o.role), (
      select string_agg(quote_ident(p.polname), ', ' order by p.polname) from policies p where p.oid = any(o.policies)
    )), '; ' order by array_position('{select,insert,update,delete}', o.command), pg_get_userbyid(o.role))
    from overlapping o join asked_roles q on q.oid = o.role
    where o.relation = t.oid and cardinality(o.policies) > 1
  ) as detail,
  (
    select string_agg(p.drop_policy, E'\\n' order by p.polname)
    from affected a join policies p on p.oid = a.policy
    where a.relation = t.oid
  ) || E'\\n' || (
    select string_agg(
      format('create policy %I on %s for %s to %s', format('allow_%s_%s', c.suffix, c.command), t.name, c.command, c.roles)
        || case when c.command <> 'insert' then format(E'\\n  using (%s)', c.using_text) else '' end
        || case when c.command in ('insert', 'update') then format(E'\\n  with check (%s)', c.check_text) else '' end
        || ';',
      E'\\n' order by c.suffix, array_position('{select,insert,update,delete}', c.command))
    from conditions c
    where c.relation = t.oid
  ) as fix
from tables t
where exists (select from affected a where a.relation = t.oid)
order by t.name`,
  },
  {
    number: 308,
    name: 'user-editable-claim',
    level: 'error',
    title: `A policy reads claims that users may edit`,
    why: `\`user_metadata\` (\`raw_user_meta_data\` in the database of Supabase) and Clerk's \`unsafe_metadata\` are for users to fill in. Whoever can write a claim decides what a policy that reads it allows them.`,
    remedy: `The claim that only the server may write takes its place: \`app_metadata\`, \`raw_app_meta_data\`, \`public_metadata\`. Move what the policy needs there first.`,
    sql: `select p.object,
  format('in %s, for %s', concat_ws(' and ',
    case when u.changed <> u.old then 'USING' end, case when c.changed <> c.old then 'WITH CHECK' end), p.role_list) as detail,
  p.alter_policy
    || case when u.changed <> u.old then format(E'\\n  using (%s)', u.changed) else '' end
    || case when c.changed <> c.old then format(E'\\n  with check (%s)', c.changed) else '' end
    || ';' as fix
from query_policies p,
  lateral (select coalesce(p.using_text, ''), coalesce(p.using_facts ->> 'serverClaims', '')) as u (old, changed),
  lateral (select coalesce(p.check_text, ''), coalesce(p.check_facts ->> 'serverClaims', '')) as c (old, changed)
where u.changed <> u.old or c.changed <> c.old
order by p.object`,
  },
  {
    number: 309,
    name: 'no-index',
    level: 'warning',
    title: `A policy compares a column that has no index`,
    why: `The policy is part of every query on the table. Without an index that starts with the column each of them reads the whole table to find the rows of one user.`,
    remedy: `The index is created. On a large table in use write \`create index concurrently\`, outside of a transaction.`,
    sql: `select distinct format('column %I of table %s', a.attname, p.table_name) as object,
  format('compared by %s', string_agg(distinct quote_ident(p.polname), ', ')) as detail,
  format('create index on %s (%I);', p.table_name, a.attname) as fix
from query_policies p
  cross join lateral jsonb_array_elements(coalesce(p.using_facts -> 'lookups', '[]')) as l (columns)
  join pg_attribute a on a.attrelid = p.relation and a.attnum = (l.columns ->> 0)::int2
where not exists (
    select from indexed_columns i where i.relation = p.relation and l.columns @> to_jsonb(i.attnum::int4))
  -- What a restrictive policy compares needs no index where the permissive ones find the rows already.
  and (p.permissive or exists (
    select from policies o
    where o.relation = p.relation and o.permissive and o.using_text is not null
      and coalesce(o.using_facts -> 'lookups', '[]') = '[]'))
group by a.attname, p.table_name
order by 1`,
  },
  {
    number: 310,
    name: 'write-ignores-old-row',
    level: 'error',
    title: `A policy lets every signed-in user change or delete every row`,
    why: `USING says which rows may be updated and deleted. \`auth.user_id() is not null\` asks who, but not which row: whoever has an account deletes everybody's rows, or updates them and so takes them over, even where WITH CHECK asks for a row of one's own afterwards. Lint 304 is the same for the new row.`,
    remedy: `The condition is joined with one that looks at the row, found as for lint 303.`,
    sql: `select p.object,
  format('USING asks only who, but nothing of the row of %s, for %s', p.table_name, p.role_list) as detail,
  case when b.condition is null then b.unknown || '310, ...'';'
    else format(E'%s\\n  using (%s and %s);', p.alter_policy, p.using_facts ->> 'once', b.condition) end as fix
from query_policies p
  join narrowed n on n.policy = p.oid
  join better_conditions b on b.policy = p.oid
where p.using_facts ->> 'asks' = 'signedIn' and not n.old_row
  and exists (select from granted_commands g where g.policy = p.oid and g.command in ('update', 'delete'))
order by p.object`,
  },
  {
    number: 311,
    name: 'policy-cycle',
    level: 'error',
    title: `Policies read each other in a circle`,
    why: `A sub-select in a policy is asked the policies of what it reads. Where that leads back to the table itself, PostgreSQL gives up: "infinite recursion detected in policy" (42P17) at every query. The way may go through views, and through functions that run as whoever calls them; then it is the stack that ends, as soon as there are rows.`,
    remedy: `One policy of the circle has to look without being asked: in a SECURITY DEFINER function of a role that the policies of the table do not hold for, such as its owner; or it compares columns of its own row alone. Which one, and what the function reads, is for you to decide.`,
    sql: `select c.cycle ->> 'object' as object,
  format('%s, at every %s by %s',
    (select string_agg(n.name, ' → ' order by n.place)
      from jsonb_array_elements_text(c.cycle -> 'path') with ordinality as n (name, place)),
    c.cycle ->> 'command', c.cycle ->> 'role') as detail,
  format(
    E'-- On the way: %s.\\n'
      || E'-- Let one of them call a function that reads as the owner of the table, in a schema that nobody else creates in:\\n'
      || E'-- create function private.may_see() returns setof ...\\n'
      || E'--   language sql stable security definer set search_path = ''''\\n'
      || E'-- begin atomic\\n'
      || E'--   select ... from %s where ... = (select %I.user_id());\\n'
      || E'-- end;\\n'
      || E'-- alter %s using (... in (select private.may_see()));',
    translate((select string_agg(p.name, ', ') from jsonb_array_elements_text(c.cycle -> 'policies') as p (name)), E'\\n\\r', '  '),
    translate(c.cycle ->> 'reads', E'\\n\\r', '  '), translate(o.auth_schema, E'\\n\\r', '  '), translate(c.cycle ->> 'object', E'\\n\\r', '  ')) as fix
from options o, jsonb_array_elements(o.facts -> 'cycles') as c (cycle)
order by 1, 2`,
  },
  {
    number: 312,
    name: 'write-by-state',
    level: 'info',
    title: `A write policy asks what a row is, but not whose`,
    why: `\`status = 'open'\` looks at the row, but ties it to nobody: everyone whom the policy names may write each row of that state. For what people share, such as a wiki or a queue, that is what you want, so this is a hint and no error; for rows that have an owner it is a hole. Of conditions joined by \`or\` the weakest counts: \`published or owner = …\` gives away what is published. New rows are looked at where a column is for their owner. A condition that reads a table, or calls a function of yours, is left alone: it may well look at the caller.`,
    remedy: `None that can be known: join the condition with one about the caller, or say in a comment on the policy that it is meant so.`,
    sql: `select p.object,
  format('the row is tied to nobody in %s, for %s', concat_ws(' and ', case when p.old_row then 'USING' end,
    case when p.new_row then 'WITH CHECK' end), p.role_list) as detail,
  format(E'%s\\n-- Where it is meant as it is, say so and why:\\n-- comment on %s is ''doctor: ignore 312, ...'';',
    case when o.condition is null then '-- Nothing here tells whose a row is.'
      else format('-- Whose a row is: %s', translate(o.condition, E'\\n\\r', '  ')) end,
    p.named) as fix
from (
  select p.*,
    (p.using_facts ->> 'asks' = 'state' or n.old_row and p.using_facts ->> 'asks' in ('nothing', 'signedIn'))
      and not n.old_row_tied
      and exists (select from granted_commands g where g.policy = p.oid and g.command in ('update', 'delete')) as old_row,
    (p.check_facts ->> 'asks' = 'state' or n.new_row and p.check_facts ->> 'asks' in ('nothing', 'signedIn'))
      and not n.new_row_tied and p.relation in (select w.relation from owner_columns w)
      and exists (select from granted_commands g where g.policy = p.oid and g.command in ('insert', 'update')) as new_row
  from query_policies p join narrowed n on n.policy = p.oid
  where p.command <> 'select'
) p left join owner_columns o on o.relation = p.relation
where p.old_row or p.new_row
order by p.object`,
  },
  {
    number: 313,
    name: 'setting-per-row',
    level: 'warning',
    title: `A policy reads the session for every row, by a setting or a function of yours`,
    why: `\`current_setting('request.jwt.claims', true)::json ->> 'sub'\`, and a function of yours that calls \`auth.user_id()\` or reads a setting, are part of the filter: the claims are parsed anew for each row that PostgreSQL looks at. In a sub-select of its own it is done once per query. Lint 301 is the same for the auth functions.`,
    remedy: `What comes of the setting, and each call of such a function, becomes \`(select …)\`. Nothing else about the condition changes.`,
    sql: `select p.object, p.detail, p.fix
from evaluated_per_row p
where p.how = 'wrapsPerRow'
  -- Where the database verifies tokens nothing may read claims from there: lint 604.
  and not (concat(p.using_text, p.check_text) like '%request.jwt.claim%'
    and exists (select from auth_mark m where m.verification in ('database', 'transition')))
order by p.object`,
  },
  {
    number: 314,
    name: 'visitors-insert',
    level: 'info',
    title: `Visitors may insert any row`,
    why: `\`with check (true)\` for visitors is how a contact form or a list of subscribers works, so this is no error. Each of them may write whatever they like into each column that they may insert, and as much of it as they like.`,
    remedy: `None: grant the columns of the form alone (\`grant insert (name, message) on … to anonymous\`), let checks of the table limit what they hold, and limit the rate in the application.`,
    sql: `select p.object,
  format('always true for rows of visitors in %s', p.table_name) as detail,
  format(
    E'-- Nothing to fix where it is meant so; say it:\\n-- comment on %s is ''doctor: ignore 314, a contact form'';',
    p.named) as fix
from query_policies p join visitors_inserts v on v.policy = p.oid
order by p.object`,
  },
  {
    number: 315,
    name: 'column-with-itself',
    level: 'error',
    title: `A sub-select of a policy compares a column with itself`,
    why: `In \`exists (select from members m where m.list_id = list_id)\` the second \`list_id\` is that of \`members\` as well, because names are looked up in the sub-select first. The row that the policy judges is not asked about at all: whoever is a member of anything gets everything.`,
    remedy: `The column is written with its table, as in \`m.list_id = todos.list_id\`. Which side is meant is for you to say.`,
    sql: `select p.object,
  format('in %s%s', concat_ws(' and ', case when f.using then 'USING' end, case when f.check then 'WITH CHECK' end),
    ': ' || coalesce(
      substring(p.using_text from '((?:[[:alnum:]_]+\\.)?([[:alnum:]_]+) = (?:[[:alnum:]_]+\\.)?\\2)\\y'),
      substring(p.check_text from '((?:[[:alnum:]_]+\\.)?([[:alnum:]_]+) = (?:[[:alnum:]_]+\\.)?\\2)\\y'))) as detail,
  format(E'-- Write the column that is meant with its table, as in %s.<column>:\\n-- alter %s ...;',
    translate(p.table_name, E'\\n\\r', '  '), p.named) as fix
from query_policies p,
  lateral (select (p.using_facts ->> 'comparesItself')::bool, (p.check_facts ->> 'comparesItself')::bool) as f ("using", "check")
where f.using or f.check
order by p.object`,
  },
  {
    number: 316,
    name: 'name-contradicts-kind',
    level: 'error',
    title: `The name of a policy says something else than it does`,
    why: `The names that crudPolicy() gives say what a policy is: \`restrict_authenticated_select\` is restrictive and for select. A permissive one of that name opens what it was to narrow. It comes about where a rename lost the rest of a change: drizzle-kit 0.31 answers "renamed" with RENAME TO alone.`,
    remedy: `The policy is made anew as its name says, with the roles and conditions that it has. Compare them with those of the schema first: "rowauth check --url" says what else was lost.`,
    sql: `select w.object,
  concat_ws(', ',
    case when w.says_restrictive = w.permissive then format('it is %s', case when w.permissive then 'permissive' else 'restrictive' end) end,
    case when w.says_command <> w.command then format('it is for %s', w.command) end) as detail,
  concat(w.drop_policy, E'\\n', format('create policy %I on %s as %s for %s to %s', w.polname, w.table_name,
    case when w.says_restrictive then 'restrictive' else 'permissive' end, w.says_command,
    (
      select string_agg(case r.oid when 0 then 'public' else format('%I', pg_get_userbyid(r.oid)) end, ', ')
      from unnest(w.polroles) r (oid)
    )),
    case when w.says_command <> 'insert' then format(E'\\n  using (%s)', coalesce(w.using_text, w.check_text)) end,
    case
      when w.says_command = 'insert' then format(E'\\n  with check (%s)', coalesce(w.check_text, w.using_text))
      when w.says_command = 'update' and w.check_text is not null then format(E'\\n  with check (%s)', w.check_text)
    end, ';') as fix
from (
  select p.*, n.parts[1] = 'restrict' as says_restrictive, n.parts[2] as says_command
  from policies p, regexp_matches(p.polname, '^(allow|restrict)_.+_(select|insert|update|delete)(?:_[0-9a-z]+)?$') n (parts)
  where coalesce(p.using_text, p.check_text) is not null
) w
where w.says_restrictive = w.permissive or w.says_command <> w.command
order by w.object`,
  },
  {
    number: 401,
    name: 'view-as-owner',
    level: 'error',
    title: `A view that the roles can reach reads protected tables as its owner`,
    why: `A view reads with the rights of its owner unless it is \`security_invoker\`, so the policies of the tables behind it are not asked for the user. It shows, and lets change, the rows of everybody.`,
    remedy: `From PostgreSQL 15 on the view becomes \`security_invoker\`; the roles then need grants on the tables behind it. PostgreSQL 14 has no such views: the grants on the view are revoked.`,
    sql: `select format('view %s', r.name) as object,
  format('%s can reach it; it reads %s', array_to_string(r.reached_by, ', '), v.reads) as detail,
  case when o.major >= 15 then format('alter view %s set (security_invoker = true);', r.name)
    else format('revoke all on %s from %s;', r.name, g.grantees) end as fix
from relations r
  join views_of_protected v on v.view = r.oid
  left join relation_grantees g on g.relation = r.oid,
  options o
where r.relkind = 'v' and r.reached_by <> '{}'
  and not exists (
    select from pg_options_to_table(r.reloptions) x
    where x.option_name = 'security_invoker' and x.option_value::bool)
order by r.name`,
  },
  {
    number: 402,
    name: 'materialised-view',
    level: 'error',
    title: `A materialised view that the roles can reach holds rows of protected tables`,
    why: `A materialised view is filled with the rights of its owner and cannot have policies. Whoever may read it reads what everybody's rows were at the last refresh.`,
    remedy: `The grants on it are revoked. Read it as another role, or through a function that picks the user's part.`,
    sql: `select format('materialised view %s', r.name) as object,
  format('%s can reach it; it reads %s', array_to_string(r.reached_by, ', '), v.reads) as detail,
  format('revoke all on %s from %s;', r.name, g.grantees) as fix
from relations r join views_of_protected v on v.view = r.oid join relation_grantees g on g.relation = r.oid
where r.relkind = 'm' and r.reached_by <> '{}'
order by r.name`,
  },
  {
    number: 403,
    name: 'definer-function',
    level: 'warning',
    title: `The roles can call a SECURITY DEFINER function`,
    why: `Such a function runs with the rights of its owner, for whom policies are usually not asked, and every function may be executed by PUBLIC from the start. Functions that a policy calls are left alone (the roles must be able to execute those), and so are triggers, functions of extensions and those of the auth schema.`,
    remedy: `EXECUTE is revoked. Where the roles are meant to call it, make sure that it asks \`auth.user_id()\` itself, and leave this lint out with \`--ignore\`.`,
    sql: `select format('function %s', f.name) as object,
  format('%s can call it as %I', string_agg(distinct quote_ident(q.rolname), ', '), pg_get_userbyid(f.proowner))
    as detail,
  format('revoke all on routine %s from %s;', f.name, g.grantees) as fix
from routines f
  join query_roles q
    on has_function_privilege(q.oid, f.oid, 'execute') and has_schema_privilege(q.oid, f.schema, 'usage')
  cross join lateral (
    select string_agg(
      distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', ') as grantees
    from aclexplode(f.acl) x
    where x.grantee <> f.proowner
      and (x.grantee = 0 or exists (
        select from query_roles q
        where pg_has_role(q.oid, x.grantee, 'usage') and has_schema_privilege(q.oid, f.schema, 'usage')))
  ) g
where f.prosecdef and f.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
  and f.oid not in (select x.function from policy_functions x)
  and not q.rolsuper and not pg_has_role(q.oid, f.proowner, 'usage')
group by f.name, f.proowner, g.grantees
order by f.name`,
  },
  {
    number: 404,
    name: 'mutable-search-path',
    level: 'warning',
    title: `A function that policies rely on looks names up where the caller says`,
    why: `A SECURITY DEFINER function, or one that a policy calls, takes unqualified names from the \`search_path\` of whoever runs the query, temporary objects first. A table or an operator of the user's own can take the place of the one that is meant.`,
    remedy: `The path is pinned to the function's own schema, temporary objects last. A body in the SQL-standard form (\`return …\`, \`begin atomic\`) is bound when it is created, needs no path, and can still be inlined.`,
    sql: `select format('function %s', f.name) as object,
  case when f.prosecdef then 'SECURITY DEFINER without a search_path of its own'
    else 'called by a policy, without a search_path of its own' end as detail,
  format('alter routine %s set search_path = pg_catalog, %I, pg_temp;', f.name, f.nspname) as fix
from routines f
where not f.bound and f.lanname not in ('internal', 'c')
  and (f.prosecdef or f.oid in (select x.function from policy_functions x))
  and not exists (select from unnest(f.proconfig) as s (setting) where s.setting like 'search\\_path=%')
order by f.name`,
  },
  {
    number: 405,
    name: 'view-of-auth-schema',
    level: 'error',
    title: `A view that the roles can reach shows tables of the auth schema`,
    why: `The auth schema keeps what no role may see: keys and secrets where the database verifies tokens, and on Supabase every user with address and password hash. A view shows them with the rights of its owner, and a materialised view what they were at the last refresh.`,
    remedy: `The grants on it are revoked. Keep what the application shows of its users in a table of its own.`,
    sql: `select format('%s %s', case r.relkind when 'm' then 'materialised view' else 'view' end, r.name) as object,
  format('%s can reach it; it reads %s', array_to_string(r.reached_by, ', '), v.reads) as detail,
  format('revoke all on %s from %s;', r.name, g.grantees) as fix
from relations r join views_of_managed v on v.view = r.oid join relation_grantees g on g.relation = r.oid
where r.relkind in ('v', 'm') and r.reached_by <> '{}'
  and not exists (
    select from pg_options_to_table(r.reloptions) x
    where x.option_name = 'security_invoker' and x.option_value::bool)
order by r.name`,
  },
  {
    number: 501,
    name: 'auth-schema-missing',
    level: 'error',
    title: `The auth schema is missing`,
    why: `Without the functions of the auth schema no policy can tell whose query it judges.`,
    remedy: `The schema is installed, with its roles.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  'there is no such schema' as detail,
  o.script as fix
from options o
where not exists (select from pg_namespace n where n.nspname = o.auth_schema)
  and o.adopts is distinct from 'settings'`,
  },
  {
    number: 502,
    name: 'auth-schema-version',
    level: 'warning',
    title: `The auth schema has another version than this release of rowauth`,
    why: `The driver and the policy expressions of a release are tested with the functions of the same release. Version 0 is an installation that broke off.`,
    remedy: `The schema is brought up to date; nothing that policies depend on is dropped. In a project with drizzle-kit let \`rowauth upgrade\` add a migration instead. If the database is the newer one, update the packages.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  case
    when m.version > o.version or m.version is null
      then format('made by a newer rowauth than this one, which has version %s', o.version)
    else format('version %s, expected %s', m.version, o.version)
  end as detail,
  case when m.version < o.version then o.script else '-- Update the rowauth packages of the project.' end as fix
from options o, auth_mark m
where m.mark like 'rowauth auth schema, version %' and m.version is distinct from o.version`,
  },
  {
    number: 503,
    name: 'role-missing',
    level: 'error',
    title: `A role that queries run as does not exist`,
    why: `Every query takes its role first, so all queries of such users fail. Roles belong to the server, not to the database: a dump restored elsewhere comes without them.`,
    remedy: `For the roles of the auth schema, its script is run again: it makes what is missing and grants what the functions need. A role of your own is created.`,
    sql: `select format('role %I', r.name) as object,
  'it does not exist' as detail,
  case when r.position <= 2 then o.script
    else format(E'create role %I nologin;\\ngrant usage on schema %I to %I;', r.name, o.auth_schema, r.name) end as fix
from options o, unnest(o.role_names) with ordinality as r (name, position)
where not exists (select from pg_roles x where x.rolname = r.name)
order by r.position`,
  },
  {
    number: 504,
    name: 'auth-schema-not-adopted',
    level: 'warning',
    title: `Policies go by somebody else's functions or settings, which were not adopted`,
    why: `Policies can go on with the functions of Supabase, of \`pg_session_jwt\`, or of your own, and with settings. Until rowauth is told so, no migration carries what it needs beside them: a role for the application to log in as, and its grants.`,
    remedy: `Adopt it with \`rowauth init --adopt\`, or move from it with \`rowauth init --move\`. Next to it the auth schema goes under another name, with \`--schema\`.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  coalesce(
    case o.adopts
      when 'supabase' then 'it is that of Supabase'
      when 'pg_session_jwt' then 'it belongs to the extension pg_session_jwt'
      when 'settings' then 'policies read settings themselves'
    end,
    'it was not made by rowauth') as detail,
  format('-- Adopt it: rowauth init --adopt%s. Or choose another name: rowauth init --schema app_auth, and doctor --schema app_auth.',
    case when o.auth_schema = 'auth' then '' else format(' --schema %L', translate(o.auth_schema, E'\\n\\r', '  ')) end) as fix
from options o left join auth_mark m on true
where o.adopted is not true
  and (m.schema is not null and (m.mark is null or m.mark not like 'rowauth auth schema, version %')
    or m.schema is null and o.adopts is not distinct from 'settings')`,
  },
  {
    number: 601,
    name: 'no-valid-key',
    level: 'warning',
    title: `The database verifies tokens, and has no key that is valid now`,
    why: `Every token is refused, and every session that was open ends. Found only where this connection may read the keys.`,
    remedy: `The keys of the issuer are registered, and from then on kept up to date by running the command regularly.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  case jsonb_array_length(o.verification -> 'keys')
    when 0 then 'no key is registered' else 'each key has expired or is not valid yet' end as detail,
  '-- rowauth jwks sync --url … --jwks … --issuer … --audience …' as fix
from options o
where not o.verification -> 'keys' @> '[{"state": "active"}]'`,
  },
  {
    number: 602,
    name: 'expired-key',
    level: 'warning',
    title: `A key that tokens are verified with has expired`,
    why: `Its owner gave it an end, which has come: tokens under this key are refused, and whoever looks at the list believes it to be in use.`,
    remedy: `It is retired. If it is to hold longer, register it again with a later \`not_after\`.`,
    sql: `select coalesce('key ' || quote_ident(k.key ->> 'kid'), 'key without an id') as object,
  coalesce('of issuer ' || (k.key ->> 'issuer'), 'of any issuer') as detail,
  format('select %I.retire_jwk(kid => %L, issuer => %L);', o.auth_schema, k.key ->> 'kid', k.key ->> 'issuer') as fix
from options o, jsonb_array_elements(o.verification -> 'keys') with ordinality as k (key, position)
where k.key ->> 'state' = 'expired'
order by k.position`,
  },
  {
    number: 603,
    name: 'connection-key',
    level: 'warning',
    title: `A connection may bring along the key that its tokens are verified with`,
    why: `\`pg_session_jwt.jwk\` is a setting like any other, which SQL can change at any time: whoever has SQL on a connection names a key of his own, signs a token with it, and is any user. That is no more than an application that verifies tokens itself gives away, and no less.`,
    remedy: `It is forbidden, as it is by default. Register the keys of your issuer first: \`rowauth jwks sync\`.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  'pg_session_jwt.jwk is honoured' as detail,
  format('select %I.allow_connection_jwk(false);', o.auth_schema) as fix
from options o
where (o.verification -> 'connectionKeys')::bool`,
  },
  {
    number: 604,
    name: 'claims-setting',
    level: 'error',
    title: `A policy reads the claims from a setting that every session may write`,
    why: `Where the database verifies the tokens, \`request.jwt.claims\` is a setting like any other: whoever has SQL writes into it what he likes, and such a policy believes it. During a switch nothing else does, and after it every user can be anyone.`,
    remedy: `The condition asks \`auth.jwt()\` instead, which believes nothing that was not verified. What reads single claims from settings of their own (\`request.jwt.claim.sub\`), and a function that a policy calls, is for you to change.`,
    sql: `with reading as (
  select p.oid, p.object, p.alter_policy, c.clause, c.text,
    regexp_replace(c.text,
      $$\\((NULLIF\\()?current_setting\\('request\\.jwt\\.claims'::text(, (true|false))?\\)(, ''::text\\))?\\)::jsonb?$$,
      format('( SELECT %I.jwt())', o.auth_schema), 'g') as better
  from policies p, options o,
    lateral (values ('using', p.using_text), ('with check', p.check_text)) as c (clause, text)
  where c.text like '%request.jwt.claim%'
)
select r.object,
  format('in %s', string_agg(upper(r.clause), ' and ' order by r.clause)) as detail,
  case when bool_or(r.better like '%request.jwt.claim%')
    then translate(format('-- Ask %I.jwt() in its place, in a sub-select: ((select %I.jwt()) ->> ''sub'').',
      o.auth_schema, o.auth_schema), E'\\n\\r', '  ')
    else r.alter_policy || string_agg(format(E'\\n  %s (%s)', r.clause, r.better), '' order by r.clause) || ';'
  end as fix
from reading r, auth_mark m, options o
where m.verification in ('database', 'transition')
group by r.oid, r.object, r.alter_policy, o.auth_schema
union all
select format('function %s', f.name),
  format('%s asks it', string_agg(distinct p.object, ', ')),
  translate(format('-- Let it ask %I.jwt() in place of the setting.', o.auth_schema), E'\\n\\r', '  ')
from policies p
  join policy_functions x on x.policy = p.oid
  join routines f on f.oid = x.function
  join pg_proc r on r.oid = f.oid,
  auth_mark m, options o
where m.verification in ('database', 'transition')
  and (r.prosrc like '%request.jwt.claim%' or pg_get_function_sqlbody(r.oid) like '%request.jwt.claim%')
group by f.name, o.auth_schema
order by 1`,
  },
  {
    number: 605,
    name: 'switch-unfinished',
    level: 'warning',
    title: `A switch of who verifies the tokens was not finished`,
    why: `Until then the database believes the application as well as tokens, so that applications of either kind work. Whoever has SQL on a connection of the application can be any user, as where the application verifies.`,
    remedy: `Finish it, once every application works the new way: \`rowauth switch --to database --finish\`, or back with \`--to application\`.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  'it is between verification by the application and by the database' as detail,
  format('-- rowauth switch --to database --finish --url …%s',
    case when o.auth_schema = 'auth' then '' else format(' --schema %L', translate(o.auth_schema, E'\\n\\r', '  ')) end) as fix
from auth_mark m, options o
where m.verification = 'transition'`,
  },
  {
    number: 606,
    name: 'keys-within-reach',
    level: 'error',
    title: `The application may read or write the keys and secrets that tokens are verified with`,
    why: `Whoever reads the secret makes sessions of any user, and whoever writes the keys makes tokens. Both are for the owner of the auth schema alone, which the application must not log in as.`,
    remedy: `The grants are revoked. Where the login role is the owner, or may act as the owner, let the application log in as the role that the auth schema made for it.`,
    sql: `select format('table %I.%I', n.nspname, c.relname) as object,
  format('%s may use it', string_agg(distinct quote_ident(r.rolname), ', ')) as detail,
  format('revoke all on %I.%I from %s;', n.nspname, c.relname,
    string_agg(distinct case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end, ', '))
    as fix
from auth_mark m join pg_namespace n on n.oid = m.schema
  join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'v', 'm')
  cross join aclexplode(c.relacl) x
  join (select q.oid, q.rolname, q.rolsuper from query_roles q union select a.oid, a.rolname, a.rolsuper from app a) r
    on not r.rolsuper and (x.grantee = 0 or pg_has_role(r.oid, x.grantee, 'usage'))
where m.verification in ('database', 'transition') and x.grantee <> c.relowner
group by n.nspname, c.relname
union all
select format('role %I', r.rolname), format('it may act as %I, the owner of schema %I', pg_get_userbyid(n.nspowner), n.nspname),
  case
    when r.oid = n.nspowner then l.fix
    else format('revoke %I from %I;', pg_get_userbyid(n.nspowner), r.rolname)
  end
from auth_mark m join pg_namespace n on n.oid = m.schema
  join (select q.oid, q.rolname, q.rolsuper from query_roles q union select a.oid, a.rolname, a.rolsuper from app a) r
    on not r.rolsuper and pg_has_role(r.oid, n.nspowner, 'member'),
  login_advice l
where m.verification in ('database', 'transition')
order by 1`,
  },
  {
    number: 607,
    name: 'restored-secret',
    level: 'warning',
    title: `The secrets that sessions are sealed with came with a dump or a copy of another database`,
    why: `Whoever has that dump, or the database that it is of, makes sessions and tickets of any user, which are good here as well where the name of the database is the same. Found only where this connection may read the secrets.`,
    remedy: `They are made anew. Sessions end, tickets are refused, tokens stay good.`,
    sql: `select format('schema %I', o.auth_schema) as object,
  format('%s of its secrets were made elsewhere', o.verification -> 'foreignSecrets') as detail,
  format('select %I.rotate_secret();', o.auth_schema) as fix
from options o
where (o.verification -> 'foreignSecrets')::int4 > 0`,
  },
]
