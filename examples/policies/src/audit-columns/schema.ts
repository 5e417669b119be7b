import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

// #region audit-columns
export const articles = pgTable(
  'articles',
  {
    id: uuid().primaryKey().defaultRandom(),
    title: text().notNull(),
    createdBy: text('created_by').notNull().default(authUserId()),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedBy: text('updated_by').notNull().default(authUserId()),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index().on(table.createdBy),
    ...crudPolicy({
      role: authenticatedRole,
      read: true,
      modify: ownedBy(table.createdBy),
    }),
  ],
)
// #endregion audit-columns
