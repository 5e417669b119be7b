import { authFunctions } from '@rowauth/core/internal'
import type pg from 'pg'
import type { InstalledVerification } from '../options/verification.js'

/** What a database has under the name of the auth schema. */
export type InstalledSchema =
  | { readonly state: 'missing' }
  /** Somebody else's; `what` is the end of a sentence about it. */
  | { readonly state: 'foreign'; readonly what: string }
  | { readonly state: 'installed'; readonly version: number; readonly verification: InstalledVerification }

interface Row {
  readonly mark: string | null
  readonly has_users: boolean
  readonly function: string | null
  readonly extension: string | null
}

/** Whether the comment of a schema says that rowauth made it, in whatever version. */
export function isAuthSchemaMark(comment: string | null | undefined): boolean {
  return comment?.startsWith('rowauth auth schema, version ') === true
}

/** Looks at the schema as the script itself does before it installs anything. */
export async function readInstalledSchema(client: pg.ClientBase, schema: string): Promise<InstalledSchema> {
  const { rows } = await client.query<Row>(
    `select
       pg_catalog.obj_description(n.oid, 'pg_namespace') as mark,
       exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = 'users') as has_users,
       f.proname as function, f.extname as extension
     from pg_catalog.pg_namespace n
       left join lateral (
         select p.proname, e.extname
         from pg_catalog.pg_proc p
           left join pg_catalog.pg_depend d
             on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e'
           left join pg_catalog.pg_extension e on e.oid = d.refobjid
         where p.pronamespace = n.oid and p.proname = any($2)
         order by p.proname limit 1
       ) f on true
     where n.nspname = $1`,
    [schema, authFunctions.map(({ name }) => name)],
  )
  const [row] = rows
  if (row === undefined) return { state: 'missing' }
  const [, version, verification] =
    /^rowauth auth schema, version (\d{1,6}), (application|transition|database)$/.exec(row.mark ?? '') ?? []
  if (version !== undefined && verification !== undefined) {
    return {
      state: 'installed',
      version: Number(version),
      verification: verification as InstalledVerification,
    }
  }
  if (row.extension !== null)
    return { state: 'foreign', what: `it belongs to the extension ${row.extension}` }
  if (row.has_users) return { state: 'foreign', what: 'it holds the table users, as that of Supabase does' }
  if (row.function !== null)
    return { state: 'foreign', what: `it holds a function ${row.function} of its own` }
  if (row.mark !== null) return { state: 'foreign', what: 'it carries a comment of its own' }
  return { state: 'missing' }
}
