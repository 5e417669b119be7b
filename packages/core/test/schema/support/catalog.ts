import type pg from 'pg'

/** Everything that the script installs into a database, as the catalog has it. */
export async function installedObjects(client: pg.Client, schema = 'auth') {
  const { rows: functions } = await client.query(
    `select proname, pg_get_functiondef(oid) as definition, proacl::text as rights, proparallel, provolatile
     from pg_proc where pronamespace = (select oid from pg_namespace where nspname = $1) order by proname`,
    [schema],
  )
  const { rows: schemas } = await client.query(
    `select nspacl::text as rights, obj_description(oid, 'pg_namespace') as mark from pg_namespace where nspname = $1`,
    [schema],
  )
  return { functions, schemas }
}

/** Roles and who may take them, whoever granted it. */
export async function installedRoles(client: pg.Client, names: readonly string[]) {
  const { rows: roles } = await client.query(
    `select rolname, rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication
     from pg_roles where rolname = any($1) order by rolname`,
    [names],
  )
  const { rows: members } = await client.query(
    `select to_jsonb(m) - 'oid' as membership from pg_auth_members m
     where roleid in (select oid from pg_roles where rolname = any($1)) order by m.roleid, m.member, m.grantor`,
    [names],
  )
  return { roles, members }
}
