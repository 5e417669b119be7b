import { authenticatedRole, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { lists } from './lists'
import { memberRole, myLists } from './member-role'
import { profiles } from './profiles'

/** Who may do what with a list. Owners invite, change roles and remove; everybody else may leave. */
export const members = pgTable(
  'members',
  {
    listId: uuid('list_id')
      .notNull()
      .references(() => lists.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    role: memberRole().notNull(),
  },
  (table) => {
    const administered = sql`${table.role} <> 'owner' and ${table.listId} in ${myLists('owner')}`
    return [
      primaryKey({ columns: [table.userId, table.listId] }),
      index().on(table.listId),
      ...crudPolicy({
        role: authenticatedRole,
        read: sql`${table.listId} in ${myLists('owner', 'editor', 'viewer')}`,
        insert: administered,
        update: administered,
        delete: sql`${administered} or (${table.role} <> 'owner' and ${ownedBy(table.userId)})`,
      }),
    ]
  },
)
