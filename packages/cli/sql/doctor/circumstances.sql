-- Behind what `common` has: what is looked at, and as whom. $3 is not asked here.
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
  (select count(*)::int4 from policies) as policies
