import { authenticatedRole, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { type SQL, sql } from 'drizzle-orm'
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'

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
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(table.userId),
      modify: ownedBy(table.userId),
    }),
  ],
)
// #endregion storage
