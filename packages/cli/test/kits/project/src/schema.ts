import { anonymousRole, authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { eq } from 'drizzle-orm'
import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'

export const todos = pgTable(
  'todos',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    title: text().notNull(),
    shared: boolean().notNull().default(false),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
    ...crudPolicy({ role: [anonymousRole, authenticatedRole], read: eq(table.shared, true) }),
  ],
)
