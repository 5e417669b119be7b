import { authenticatedRole, crudPolicy } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { type AnyPgColumn, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

// #region teams
const myTeams = sql`cast((select public.my_teams()) as uuid[])`

export const teams = pgTable(
  'teams',
  {
    id: uuid().primaryKey(),
    parentId: uuid('parent_id').references((): AnyPgColumn => teams.id),
    name: text().notNull(),
  },
  (table) => [
    index().on(table.parentId),
    ...crudPolicy({ role: authenticatedRole, read: sql`${table.id} = any(${myTeams})` }),
  ],
)

export const memberships = pgTable(
  'memberships',
  {
    userId: text('user_id').notNull(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teams.id),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.teamId] }),
    index().on(table.teamId),
    ...crudPolicy({ role: authenticatedRole, read: sql`${table.teamId} = any(${myTeams})` }),
  ],
)

export const documents = pgTable(
  'documents',
  {
    id: uuid().primaryKey().defaultRandom(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teams.id),
    title: text().notNull(),
  },
  (table) => [
    index().on(table.teamId),
    ...crudPolicy({
      role: authenticatedRole,
      read: sql`${table.teamId} = any(${myTeams})`,
      modify: sql`${table.teamId} = any(${myTeams})`,
    }),
  ],
)
// #endregion teams
