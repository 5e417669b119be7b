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
)
