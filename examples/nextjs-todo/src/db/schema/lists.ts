import { anonymousRole, authenticatedRole, crudPolicy } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { myLists } from './member-role'

/** Members see a list, owners change it, and whoever makes one becomes its owner (a trigger adds the membership). */
export const lists = pgTable(
  'lists',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    isPublic: boolean('is_public').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('lists_name_is_short', sql`char_length(${table.name}) between 1 and 80`),
    index('lists_public_index').on(table.createdAt).where(sql`is_public`),
    ...crudPolicy({
      role: authenticatedRole,
      read: sql`${table.id} in ${myLists('owner', 'editor', 'viewer')}`,
      insert: true,
      update: sql`${table.id} in ${myLists('owner')}`,
      delete: sql`${table.id} in ${myLists('owner')}`,
    }),
    ...crudPolicy({ role: anonymousRole, read: eq(table.isPublic, true) }),
  ],
)
