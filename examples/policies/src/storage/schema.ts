import { authenticatedRole, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { type SQL, sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'

// #region storage
export const objects = pgTable(
  'objects',
  {
    key: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .generatedAlwaysAs((): SQL => sql`split_part(${objects.key}, '/', 1)`),
    size: integer().notNull(),
  },
  (table) => [
    index().on(table.userId),
    // What builds a path or an address of the key follows `..` out of the folder.
    check('objects_key_stays', sql`${table.key} !~ '(^|/)[.]{1,2}(/|$)'`),
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(table.userId),
      modify: ownedBy(table.userId),
    }),
  ],
)
// #endregion storage
