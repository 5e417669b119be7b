import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { count } from 'drizzle-orm'
import { boolean, index, pgTable, pgView, text, uuid } from 'drizzle-orm/pg-core'

// #region views
export const todos = pgTable(
  'todos',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    title: text().notNull(),
    done: boolean().notNull().default(false),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
  ],
)

export const todoCounts = pgView('todo_counts')
  .with({ securityInvoker: true })
  .as((query) =>
    query
      .select({ done: todos.done, todos: count().as('todos') })
      .from(todos)
      .groupBy(todos.done),
  )
// #endregion views
