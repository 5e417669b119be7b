import { anonymousRole, authenticatedRole, authUserId, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { and, eq, isNull, or } from 'drizzle-orm'
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** Notes of a user, which the members of an organisation share if the note belongs to one. */
export const notes = pgTable(
  'notes',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id').notNull().default(authUserId()),
    orgId: text('org_id'),
    body: text().notNull(),
    published: boolean().notNull().default(false),
  },
  (table) => {
    const mine = ownedBy(table.userId)
    const ofMyOrganization = eq(table.orgId, claim('org_id'))
    const written = and(mine, or(isNull(table.orgId), ofMyOrganization))
    return [
      index().on(table.userId),
      index().on(table.orgId),
      ...crudPolicy({
        role: authenticatedRole,
        read: or(mine, ofMyOrganization),
        insert: written,
        update: written,
        delete: mine,
      }),
      ...crudPolicy({ role: anonymousRole, read: eq(table.published, true) }),
    ]
  },
)
