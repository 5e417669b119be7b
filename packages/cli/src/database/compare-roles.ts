import type pg from 'pg'
import { type Names, roleNames } from '../options/names.js'
import type { Discrepancy } from '../terminal/discrepancy.js'

interface Row {
  readonly role: string
  readonly present: boolean
  readonly unsafe: boolean
  readonly takes: boolean | null
  readonly inherits: boolean | null
}

/** Compares the roles with what the script makes of them. */
export async function compareRoles(client: pg.ClientBase, names: Names): Promise<Discrepancy[]> {
  const { authenticator } = names
  const { rows } = await client.query<Row>(
    `select name as role, r.oid is not null as present,
       coalesce(r.rolsuper or r.rolbypassrls, false) as unsafe,
       pg_catalog.pg_has_role(a.oid, r.oid, case
         when pg_catalog.current_setting('server_version_num')::int < 160000 then 'member' else 'set'
       end) as takes,
       pg_catalog.pg_has_role(a.oid, r.oid, 'usage') as inherits
     from pg_catalog.unnest($1::pg_catalog.text[]) name
       left join pg_catalog.pg_roles r on r.rolname = name
       left join pg_catalog.pg_roles a on a.rolname = $2 and a.oid <> r.oid
     order by name`,
    [[...new Set(roleNames(names))], authenticator],
  )
  return rows.flatMap(({ role, present, unsafe, takes, inherits }) => {
    const discrepancy = (code: string, message: string): Discrepancy => ({
      code,
      object: `role ${role}`,
      message,
    })
    if (!present) return [discrepancy('role_missing', 'The role does not exist.')]
    const discrepancies: Discrepancy[] = []
    if (unsafe)
      discrepancies.push(
        discrepancy('role_unsafe', 'A superuser, or with BYPASSRLS: policies mean nothing to it.'),
      )
    if (takes === false)
      discrepancies.push(discrepancy('role_membership', `Role ${authenticator} may not take it.`))
    if (inherits === true && !unsafe) {
      discrepancies.push(
        discrepancy('role_membership', `Role ${authenticator} inherits its rights instead of taking it.`),
      )
    }
    return discrepancies
  })
}
