import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

// #region partitions
export const events = pgTable(
  'events',
  {
    id: uuid().notNull().defaultRandom(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    userId: text('user_id').notNull().default(authUserId()),
    name: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.at] }),
    index().on(table.userId, table.at),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), insert: ownedBy(table.userId) }),
  ],
)
// #endregion partitions

// #region inherited
export const notes = pgTable(
  'notes',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    body: text().notNull(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
  ],
)
// #endregion inherited
