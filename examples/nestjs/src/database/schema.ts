import { anonymousRole, authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { eq } from 'drizzle-orm'
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core'

export const notes = pgTable(
  'notes',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id').notNull().default(authUserId()),
    body: text().notNull(),
    published: boolean().notNull().default(false),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
    ...crudPolicy({ role: anonymousRole, read: eq(table.published, true) }),
  ],
)
