import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

// #region upserts
export const preferences = pgTable(
  'preferences',
  {
    userId: text('user_id').notNull().default(authUserId()),
    name: text().notNull(),
    value: text().notNull(),
  },
  (table) => [
    // The user is part of the key, so nobody meets the row of another one.
    primaryKey({ columns: [table.userId, table.name] }),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
  ],
)

export const pages = pgTable(
  'pages',
  {
    slug: text().primaryKey(),
    userId: text('user_id').notNull().default(authUserId()),
    body: text().notNull(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
  ],
)

/** Written by users, and read by nobody but the application's own people. */
export const reports = pgTable(
  'reports',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    text: text().notNull(),
  },
  (table) => [...crudPolicy({ role: authenticatedRole, read: null, insert: ownedBy(table.userId) })],
)
// #endregion upserts
