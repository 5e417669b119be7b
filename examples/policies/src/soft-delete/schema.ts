import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

// #region soft-delete
export const notes = pgTable(
  'notes',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    body: text().notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => {
    const mine = ownedBy(table.userId)
    // `now()` is the start of the transaction: a row is gone for every one but that which deletes it.
    const notGone = or(isNull(table.deletedAt), eq(table.deletedAt, sql`now()`))
    return [
      index().on(table.userId),
      ...crudPolicy({
        role: authenticatedRole,
        read: and(mine, notGone),
        insert: and(mine, isNull(table.deletedAt)),
        update: { using: and(mine, isNull(table.deletedAt)), check: and(mine, notGone) },
      }),
    ]
  },
)
// #endregion soft-delete
