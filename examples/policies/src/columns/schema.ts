import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { and, eq, or } from 'drizzle-orm'
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'

// #region grants
export const profiles = pgTable(
  'profiles',
  {
    userId: text('user_id').primaryKey().default(authUserId()),
    displayName: text('display_name').notNull(),
    plan: text().notNull().default('free'),
  },
  (table) => [
    ...crudPolicy({
      role: authenticatedRole,
      read: true,
      insert: and(ownedBy(table.userId), eq(table.plan, 'free')),
      update: ownedBy(table.userId),
    }),
  ],
)
// #endregion grants

// #region trigger
export const tasks = pgTable(
  'tasks',
  {
    id: uuid().primaryKey().defaultRandom(),
    authorId: text('author_id').notNull().default(authUserId()),
    assigneeId: text('assignee_id'),
    title: text().notNull(),
    status: text().notNull().default('open'),
  },
  (table) => {
    const involved = or(ownedBy(table.authorId), ownedBy(table.assigneeId))
    return [
      index().on(table.authorId),
      index().on(table.assigneeId),
      ...crudPolicy({
        role: authenticatedRole,
        read: involved,
        modify: ownedBy(table.authorId),
        update: involved,
      }),
    ]
  },
)
// #endregion trigger
