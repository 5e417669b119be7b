import { authenticatedRole, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { type AnyPgColumn, index, pgTable, primaryKey, QueryBuilder, text, uuid } from 'drizzle-orm/pg-core'
import { lists } from './lists.js'

export const members = pgTable(
  'members',
  {
    listId: uuid('list_id')
      .notNull()
      .references((): AnyPgColumn => lists.id, { onDelete: 'cascade' }),
    userId: text('user_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.listId] }),
    index().on(table.listId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId) }),
  ],
)

export const myLists = () =>
  new QueryBuilder().select({ id: members.listId }).from(members).where(ownedBy(members.userId))
