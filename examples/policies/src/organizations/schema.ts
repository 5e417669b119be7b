import { authenticatedRole, authUserId, crudPolicy } from '@rowauth/drizzle'
import { and, ne, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, index, pgEnum, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

// #region organizations
export const memberRole = pgEnum('member_role', ['viewer', 'editor', 'owner'])
type MemberRole = (typeof memberRole.enumValues)[number]

/** The rows of organizations in which the user has one of these roles. */
function inOrganization(column: AnyPgColumn, ...roles: MemberRole[]): SQL {
  const names = sql.join(
    roles.map((role) => sql`${role}`),
    sql`, `,
  )
  return sql`${column} = any(cast((select public.my_organizations(${names})) as uuid[]))`
}

export const organizations = pgTable('organizations', { id: uuid().primaryKey(), name: text() }, (table) => [
  ...crudPolicy({
    role: authenticatedRole,
    read: inOrganization(table.id, 'viewer', 'editor', 'owner'),
    update: inOrganization(table.id, 'owner'),
  }),
])

export const members = pgTable(
  'members',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    userId: text('user_id').notNull(),
    role: memberRole().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.organizationId] }),
    index().on(table.organizationId),
    ...crudPolicy({
      role: authenticatedRole,
      read: inOrganization(table.organizationId, 'viewer', 'editor', 'owner'),
      // Nobody changes their own row, so no owner leaves an organization without one by mistake.
      modify: and(inOrganization(table.organizationId, 'owner'), ne(table.userId, authUserId())),
    }),
  ],
)

export const projects = pgTable(
  'projects',
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
  },
  (table) => [
    index().on(table.organizationId),
    ...crudPolicy({
      role: authenticatedRole,
      read: inOrganization(table.organizationId, 'viewer', 'editor', 'owner'),
      modify: inOrganization(table.organizationId, 'editor', 'owner'),
      delete: inOrganization(table.organizationId, 'owner'),
    }),
  ],
)
// #endregion organizations
