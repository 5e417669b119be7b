import type pg from 'pg'
import { type Names, roleNames } from '../options/names.js'

/** Why the script cannot be applied with this connection, one sentence each. */
export async function missingRights(client: pg.ClientBase, names: Names): Promise<string[]> {
  const { schema } = names
  const { rows } = await client.query<{
    role: string
    missing: string[]
    may_create_roles: boolean
    may_create_schema: boolean
  }>(
    `select current_user::text as role,
       array(
         select name from pg_catalog.unnest($2::pg_catalog.text[]) name
         where not exists (select from pg_catalog.pg_roles r where r.rolname = name)
       ) as missing,
       (select r.rolsuper or r.rolcreaterole from pg_catalog.pg_roles r where r.rolname = current_user)
         as may_create_roles,
       coalesce(
         (select pg_catalog.pg_has_role(n.nspowner, 'usage') from pg_catalog.pg_namespace n where n.nspname = $1),
         pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')
       ) as may_create_schema`,
    [schema, roleNames(names)],
  )
  const [row] = rows
  if (row === undefined) return []
  const problems: string[] = []
  if (row.missing.length > 0 && !row.may_create_roles) {
    problems.push(
      `Role ${row.role} may not create roles (CREATEROLE), and of those that are needed there is no ${row.missing.join(', ')}.`,
    )
  }
  if (!row.may_create_schema) {
    problems.push(`Role ${row.role} may neither create the schema ${schema} nor change it.`)
  }
  return problems
}
