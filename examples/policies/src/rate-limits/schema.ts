import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

// #region rate-limits
export const messages = pgTable(
  'messages',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    body: text().notNull(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), insert: ownedBy(table.userId) }),
  ],
)

/** How much a user has written in a minute; counted by a trigger, and only read by the user. */
export const quotas = pgTable(
  'quotas',
  {
    userId: text('user_id').primaryKey(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    used: integer().notNull(),
  },
  (table) => [...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId) })],
)
// #endregion rate-limits
