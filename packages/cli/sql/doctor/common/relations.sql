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
)
