import { pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { profiles } from './profiles'

/** Nobody but the owner of the database can reach what is in here; see `drizzle/*_functions.sql`. */
export const privateSchema = pgSchema('private')

export const credentials = privateSchema
  .table('credentials', {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    passwordHash: text('password_hash').notNull(),
  })
  .enableRLS()
