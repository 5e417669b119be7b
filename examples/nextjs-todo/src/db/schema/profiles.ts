import { authenticatedRole, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { check, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Who has an account. People see themselves and those they share a list with. */
export const profiles = pgTable(
  'profiles',
  {
    id: uuid().primaryKey().defaultRandom(),
    email: text().notNull().unique(),
    name: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('profiles_email_is_lower_case', sql`${table.email} = lower(${table.email})`),
    check('profiles_name_is_short', sql`char_length(${table.name}) between 1 and 80`),
    ...crudPolicy({
      role: authenticatedRole,
      read: sql`${ownedBy(table.id)} or ${table.id} in (select private.my_company())`,
    }),
  ],
)
