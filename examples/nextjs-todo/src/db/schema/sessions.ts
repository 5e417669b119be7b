import { authenticatedRole, authUserUuid, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { index, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core'
import { profiles } from './profiles'

/** Who is signed in. A token is renewed only while the session that its `sid` names is here. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .default(authUserUuid())
      .references(() => profiles.id, { onDelete: 'cascade' }),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(table.userId),
      insert: ownedBy(table.userId),
      delete: ownedBy(table.userId),
    }),
  ],
)
