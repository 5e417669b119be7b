import { anonymousRole, authenticatedRole, authUserId, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { and, eq, gt, type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  foreignKey,
  index,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  QueryBuilder,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

// #region sharing
const query = new QueryBuilder()
const isValid = (expiresAt: AnyPgColumn): SQL => gt(expiresAt, sql`now()`)

const sharedWithMe = () =>
  query
    .select({ id: shares.documentId })
    .from(shares)
    .where(and(ownedBy(shares.userId), isValid(shares.expiresAt)))

const editableByMe = () =>
  query
    .select({ id: shares.documentId })
    .from(shares)
    .where(and(ownedBy(shares.userId), isValid(shares.expiresAt), shares.canEdit))

const linked = () =>
  query
    .select({ id: links.documentId })
    .from(links)
    .where(eq(links.secret, claim('link', { as: 'uuid' })))

export const documents = pgTable(
  'documents',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: text('owner_id').notNull().default(authUserId()),
    title: text().notNull(),
  },
  (table) => [
    index().on(table.ownerId),
    // For the foreign keys of shares and links, which say whose the document is.
    unique().on(table.id, table.ownerId),
    ...crudPolicy({
      role: authenticatedRole,
      name: 'own',
      read: ownedBy(table.ownerId),
      modify: ownedBy(table.ownerId),
    }),
    ...crudPolicy({
      role: authenticatedRole,
      name: 'shared',
      read: sql`${table.id} = any(array${sharedWithMe()})`,
      update: sql`${table.id} = any(array${editableByMe()})`,
    }),
    ...crudPolicy({
      role: [anonymousRole, authenticatedRole],
      name: 'linked',
      read: sql`${table.id} = any(array${linked()})`,
    }),
  ],
)

export const shares = pgTable(
  'shares',
  {
    documentId: uuid('document_id').notNull(),
    ownerId: text('owner_id').notNull().default(authUserId()),
    userId: text('user_id').notNull(),
    canEdit: boolean('can_edit').notNull().default(false),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table): PgTableExtraConfigValue[] => [
    primaryKey({ columns: [table.userId, table.documentId] }),
    index().on(table.ownerId),
    foreignKey({
      columns: [table.documentId, table.ownerId],
      foreignColumns: [documents.id, documents.ownerId],
    }).onDelete('cascade'),
    ...crudPolicy({
      role: authenticatedRole,
      name: 'given',
      read: ownedBy(table.ownerId),
      modify: ownedBy(table.ownerId),
    }),
    ...crudPolicy({ role: authenticatedRole, name: 'received', read: ownedBy(table.userId) }),
  ],
)

export const links = pgTable(
  'links',
  {
    secret: uuid().primaryKey().defaultRandom(),
    documentId: uuid('document_id').notNull(),
    ownerId: text('owner_id').notNull().default(authUserId()),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table): PgTableExtraConfigValue[] => [
    index().on(table.ownerId),
    foreignKey({
      columns: [table.documentId, table.ownerId],
      foreignColumns: [documents.id, documents.ownerId],
    }).onDelete('cascade'),
    ...crudPolicy({
      role: authenticatedRole,
      name: 'given',
      read: ownedBy(table.ownerId),
      modify: ownedBy(table.ownerId),
    }),
    // Who knows the secret sees this one link; nobody can list them.
    ...crudPolicy({
      role: [anonymousRole, authenticatedRole],
      name: 'presented',
      read: and(eq(table.secret, claim('link', { as: 'uuid' })), isValid(table.expiresAt)),
    }),
  ],
)
// #endregion sharing
