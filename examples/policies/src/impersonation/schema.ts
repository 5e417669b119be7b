import { authenticatedRole, authUserId, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { isNull } from 'drizzle-orm'
import { bigint, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

// #region impersonation
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

const nobodyElse = isNull(claim('act'))

export const cards = pgTable(
  'cards',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    number: text().notNull(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
    ...crudPolicy({
      role: authenticatedRole,
      as: 'restrictive',
      name: 'nobody_else',
      read: nobodyElse,
      modify: nobodyElse,
    }),
  ],
)

/** What was written by somebody else in a user's name; filled by triggers. */
export const actions = pgTable(
  'actions',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    userId: text('user_id').notNull(),
    actorId: text('actor_id').notNull(),
    command: text().notNull(),
    object: text().notNull(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId) }),
  ],
)
// #endregion impersonation
