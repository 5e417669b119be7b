// #region schema
import { authenticatedRole, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'

const tenantId = claim('tenant_id', { as: 'uuid' })

export const tenants = pgTable('tenants', { id: uuid().primaryKey(), name: text().notNull() }, (table) => [
  ...crudPolicy({ role: authenticatedRole, read: sql`${tenantId} = ${table.id}` }),
])

export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id),
    name: text().notNull(),
    email: text().notNull(),
  },
  (table) => [
    index().on(table.tenantId),
    // Everybody sees the people of their tenant, and changes themselves only.
    ...crudPolicy({
      role: authenticatedRole,
      read: sql`${tenantId} = ${table.tenantId}`,
      update: sql`${ownedBy(table.id)} and ${tenantId} = ${table.tenantId}`,
    }),
  ],
)
// #endregion schema
