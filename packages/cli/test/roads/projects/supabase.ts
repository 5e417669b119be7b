import { customMigration, kitMigration } from '../support/migration-text.js'
import type { RoadProject } from '../support/road-project.js'

const schema = `import { eq, sql } from 'drizzle-orm'
import { bigint, boolean, foreignKey, pgPolicy, pgTable, pgView, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { anonRole, authenticatedRole, authUid, authUsers, supabaseAuthAdminRole } from 'drizzle-orm/supabase'

export const rooms = pgTable(
  'rooms',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    topic: text('topic').notNull(),
    isPublic: boolean('is_public').notNull().default(false),
  },
  (table) => [
    unique('rooms_topic_key').on(table.topic),
    pgPolicy('everybody sees public rooms', {
      for: 'select',
      to: [anonRole, authenticatedRole],
      using: sql\`\${table.isPublic}\`,
    }),
    pgPolicy('members see their rooms', {
      for: 'select',
      to: authenticatedRole,
      using: sql\`exists (select 1 from "members" where "members"."room_topic" = \${table.topic} and "members"."user_id" = \${authUid})\`,
    }),
    pgPolicy('confirmed users open rooms', {
      for: 'insert',
      to: authenticatedRole,
      withCheck: sql\`(auth.jwt() ->> 'email') is not null and auth.role() = 'authenticated'\`,
    }),
  ],
)

export const profiles = pgTable(
  'profiles',
  {
    id: uuid('id')
      .primaryKey()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
  },
  (table) => [
    pgPolicy('users see all profiles', { for: 'select', to: authenticatedRole, using: sql\`true\` }),
    pgPolicy('auth makes profiles', { for: 'insert', to: supabaseAuthAdminRole, withCheck: sql\`true\` }),
    pgPolicy('users change their profile', {
      for: 'update',
      to: authenticatedRole,
      using: eq(table.id, authUid),
      withCheck: eq(table.id, authUid),
    }),
  ],
)

export const members = pgTable(
  'members',
  {
    userId: uuid('user_id').notNull().default(sql\`auth.uid()\`),
    roomTopic: text('room_topic').notNull(),
    joinedAt: timestamp('joined_at', { mode: 'string', precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    foreignKey({ columns: [table.userId], foreignColumns: [authUsers.id], name: 'members_user_id_fk' }),
    foreignKey({ columns: [table.roomTopic], foreignColumns: [rooms.topic], name: 'members_room_topic_fk' }),
    pgPolicy('members see their memberships', {
      for: 'select',
      to: authenticatedRole,
      using: eq(table.userId, authUid),
    }),
    pgPolicy('users join for themselves', {
      for: 'insert',
      to: authenticatedRole,
      withCheck: eq(table.userId, authUid),
    }),
  ],
)

export const membersProfiles = pgView('members_profiles')
  .with({ securityInvoker: true })
  .as((query) =>
    query
      .select({
        userId: members.userId,
        roomTopic: members.roomTopic,
        joinedAt: members.joinedAt,
        email: profiles.email,
      })
      .from(members)
      .innerJoin(profiles, eq(members.userId, profiles.id)),
  )
`

const config = `import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  schemaFilter: ['public'],
  dbCredentials: { url: process.env.TEST_DATABASE_URL ?? '' },
  entities: { roles: { provider: 'supabase' } },
})
`

/**
 * Chat rooms on Supabase, with a profile for each user of Supabase Auth.
 *
 * @param options - `platformPolicies`: policies on tables of Supabase's own, for Realtime and Storage
 */
export function supabaseProject(options: { platformPolicies?: boolean } = {}): RoadProject {
  const folder = 'projects/supabase'
  const policies = options.platformPolicies === true ? [customMigration(`${folder}/platform-policies`)] : []
  return {
    schema,
    config,
    migrations: [kitMigration(`${folder}/rooms`), customMigration(`${folder}/trigger`), ...policies],
  }
}
