import { authFunctions } from '@rowauth/core/internal'
import type pg from 'pg'
import type { Names } from '../options/names.js'
import type { Discrepancy } from '../terminal/discrepancy.js'

/** Compares who may use an installed schema and its functions with what the script grants. */
export async function compareGrants(client: pg.ClientBase, names: Names): Promise<Discrepancy[]> {
  const { schema, authenticated, anonymous } = names
  const { rows } = await client.query<{ code: string; object: string; role: string }>(
    `with auth as (
       select n.* from pg_catalog.pg_namespace n where n.nspname = $1
     ), functions as (
       select p.oid, p.proacl, p.proowner, p.oid::pg_catalog.regprocedure::text as object
       from pg_catalog.pg_proc p join auth on auth.oid = p.pronamespace
       -- A name is looked up by to_regprocedure() only for those who may use its schema.
       where $4::pg_catalog.text[] @> array[p.proname || '(' || pg_catalog.array_to_string(array(
         select n.nspname || '.' || t.typname
         from pg_catalog.unnest(p.proargtypes) with ordinality a (type, position)
           join pg_catalog.pg_type t on t.oid = a.type join pg_catalog.pg_namespace n on n.oid = t.typnamespace
         order by a.position
       ), ',') || ')']
     ), users as (
       select r.oid, r.rolname from pg_catalog.pg_roles r where r.rolname in ($2, $3)
     )
     select 'grant_missing' as code, 'schema ' || auth.nspname as object, users.rolname as role
     from auth, users where not pg_catalog.has_schema_privilege(users.oid, auth.oid, 'usage')
     union all
     select 'grant_missing', object, users.rolname
     from functions, users where not pg_catalog.has_function_privilege(users.oid, functions.oid, 'execute')
     union all
     select 'grant_excess', 'schema ' || auth.nspname, 'public'
     from auth, pg_catalog.aclexplode(coalesce(nspacl, pg_catalog.acldefault('n', nspowner))) acl
     where acl.grantee = 0 and acl.privilege_type = 'CREATE'
     union all
     select 'grant_excess', object, 'public'
     from functions, pg_catalog.aclexplode(coalesce(proacl, pg_catalog.acldefault('f', proowner))) acl
     where acl.grantee = 0
     order by 1, 2, 3`,
    [
      schema,
      authenticated,
      anonymous,
      authFunctions.map(({ name, arguments: types }) => `${name}(${types.join()})`),
    ],
  )
  return rows.map(({ code, object, role }) => ({
    code,
    object,
    message:
      code === 'grant_missing'
        ? `Role ${role} may not use it, so policies fail for that role.`
        : 'PUBLIC has rights on it that the schema takes away.',
  }))
}
