import { anonymousRole, authenticatedRole, authUserUuid, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { inArray, sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, QueryBuilder, text, uuid } from 'drizzle-orm/pg-core'
import { lists } from './lists'
import { myLists } from './member-role'
import { profiles } from './profiles'

const publicLists = new QueryBuilder().select({ id: lists.id }).from(lists)

/** Members read, owners and editors write, and visitors read what is in a list that they can read. */
export const todos = pgTable(
  'todos',
  {
    id: uuid().primaryKey().defaultRandom(),
    listId: uuid('list_id')
      .notNull()
      .references(() => lists.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    done: boolean().notNull().default(false),
    position: integer().notNull().default(0),
    createdBy: uuid('created_by')
      .default(authUserUuid())
      .references(() => profiles.id, { onDelete: 'set null' }),
  },
  (table) => {
    const editable = sql`${table.listId} in ${myLists('owner', 'editor')}`
    return [
      check('todos_title_is_short', sql`char_length(${table.title}) between 1 and 200`),
      index().on(table.listId, table.position),
      ...crudPolicy({
        role: authenticatedRole,
        read: sql`${table.listId} in ${myLists('owner', 'editor', 'viewer')}`,
        insert: sql`${editable} and ${ownedBy(table.createdBy)}`,
        update: editable,
        delete: editable,
      }),
      ...crudPolicy({ role: anonymousRole, read: inArray(table.listId, publicLists) }),
    ]
  },
)
