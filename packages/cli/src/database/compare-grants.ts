import { authFunctions, databaseFunctions, databaseTables, ownerFunctions } from '@rowauth/core/internal'
import type pg from 'pg'
import type { Names } from '../options/names.js'
import type { InstalledVerification } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'

type Code = 'grant_missing' | 'grant_excess' | 'grant_owner_only'

const messages: Readonly<Record<Code, (role: string) => string>> = {
  grant_missing: (role) => `Role ${role} may not use it, so queries of that role fail.`,
  grant_excess: () => 'PUBLIC has rights on it that the schema takes away.',
  grant_owner_only: (role) => `It is for the owner of the schema alone, and ${role} has rights on it.`,
}

/** Compares who may use an installed schema and what is in it with what the script grants. */
export async function compareGrants(
  client: pg.ClientBase,
  names: Names,
  verification: InstalledVerification,
): Promise<Discrepancy[]> {
  const { schema, authenticated, anonymous, authenticator } = names
  const verifies = verification !== 'application'
  const functions = verifies ? databaseFunctions : authFunctions
  const signatures = (some: typeof functions) =>
    some.map(({ name, arguments: types }) => `${name}(${types.join()})`)
  const { rows } = await client.query<{ code: Code; object: string; role: string }>(
    `with auth as (
       select n.* from pg_catalog.pg_namespace n where n.nspname = $1
     ), functions as (
       select p.oid, p.proacl, p.proowner, p.oid::pg_catalog.regprocedure::text as object, p.signature
       from (
         -- A name is looked up by to_regprocedure() only for those who may use its schema.
         select p.*, p.proname || '(' || pg_catalog.array_to_string(array(
           select n.nspname || '.' || t.typname
           from pg_catalog.unnest(p.proargtypes) with ordinality a (type, position)
             join pg_catalog.pg_type t on t.oid = a.type join pg_catalog.pg_namespace n on n.oid = t.typnamespace
           order by a.position
         ), ',') || ')' as signature
         from pg_catalog.pg_proc p join auth on auth.oid = p.pronamespace
       ) p
       where p.signature = any($4::pg_catalog.text[])
     ), users as (
       select r.oid, r.rolname, r.rolname is not distinct from $6 as logs_in
       from pg_catalog.pg_roles r where r.rolname in ($2, $3) or r.rolname = $6
     ), for_owner as (
       select p.oid::pg_catalog.regprocedure::text as object, p.proowner as owner,
         coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)) as acl
       from pg_catalog.pg_proc p join auth on auth.oid = p.pronamespace
       where p.proname = any($7::pg_catalog.text[])
       union all
       select 'table ' || c.oid::pg_catalog.regclass, c.relowner, c.relacl
       from pg_catalog.pg_class c join auth on auth.oid = c.relnamespace
       where c.relname = any($8::pg_catalog.text[]) and c.relkind = 'r'
     )
     select 'grant_missing' as code, 'schema ' || auth.nspname as object, users.rolname as role
     from auth, users where not pg_catalog.has_schema_privilege(users.oid, auth.oid, 'usage')
     union all
     select 'grant_missing', object, users.rolname
     from functions, users
     where (not users.logs_in or functions.signature = any($5::pg_catalog.text[]))
       and not pg_catalog.has_function_privilege(users.oid, functions.oid, 'execute')
     union all
     select 'grant_excess', 'schema ' || auth.nspname, 'public'
     from auth, pg_catalog.aclexplode(coalesce(nspacl, pg_catalog.acldefault('n', nspowner))) acl
     where acl.grantee = 0 and acl.privilege_type = 'CREATE'
     union all
     select 'grant_excess', object, 'public'
     from functions, pg_catalog.aclexplode(coalesce(proacl, pg_catalog.acldefault('f', proowner))) acl
     where acl.grantee = 0 and functions.signature <> all($9::pg_catalog.text[])
     union all
     -- Whatever role an application logs in as.
     select 'grant_missing', object, 'public'
     from functions
     where functions.signature = any($9::pg_catalog.text[])
       and not pg_catalog.has_function_privilege('public', functions.oid, 'execute')
     union
     select 'grant_owner_only', object,
       case acl.grantee when 0 then 'PUBLIC' else 'role ' || pg_catalog.pg_get_userbyid(acl.grantee) end
     from for_owner, pg_catalog.aclexplode(acl) acl
     where acl.grantee <> owner
     order by 1, 2, 3`,
    [
      ...[schema, authenticated, anonymous, signatures(functions)],
      signatures(functions.filter(({ access }) => access !== 'policies')),
      // Where the application verifies, the login role has no use for the schema.
      verifies ? authenticator : null,
      ...(verifies ? [ownerFunctions, databaseTables] : [[], []]),
      signatures(functions.filter(({ access }) => access === 'drivers')),
    ],
  )
  return rows.map(({ code, object, role }) => ({ code, object, message: messages[code](role) }))
}
