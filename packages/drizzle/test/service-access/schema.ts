// #region invoices
import { authenticatedRole, authUserId, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { inArray, isNull } from 'drizzle-orm'
import { index, integer, pgRole, pgTable, text } from 'drizzle-orm/pg-core'

export const serviceRole = pgRole('service').existing()

export const invoices = pgTable(
  'invoices',
  {
    id: integer().primaryKey(),
    userId: text('user_id').notNull().default(authUserId()),
    state: text().notNull().default('open'),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
    // Jobs see every invoice, and make open ones overdue. They neither insert nor delete.
    ...crudPolicy({ role: serviceRole, read: true, update: inArray(table.state, ['open', 'overdue']) }),
    // #region impersonators
    // Whoever acts for somebody else deletes nothing.
    ...crudPolicy({
      role: authenticatedRole,
      as: 'restrictive',
      name: 'impersonators',
      read: null,
      delete: isNull(claim('act')),
    }),
    // #endregion impersonators
  ],
)
// #endregion invoices
