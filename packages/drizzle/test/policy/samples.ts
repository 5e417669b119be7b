// #region own
import { authenticatedRole, authUserId, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'

export const todos = pgTable(
  'todos',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: text('user_id').notNull().default(authUserId()),
    title: text().notNull(),
  },
  (table) => [
    index().on(table.userId),
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(table.userId),
      modify: ownedBy(table.userId),
    }),
  ],
)

// #endregion own

import { anonymousRole, claim, inClaim, organizationId, organizationRoles } from '@rowauth/drizzle'
import { and, arrayContains, eq, inArray, sql } from 'drizzle-orm'
import { boolean, integer, pgPolicy, pgView, primaryKey, QueryBuilder } from 'drizzle-orm/pg-core'

// #region grants
export const grants = `
  grant select, insert, update, delete on todos to authenticated;
  grant select on articles to anonymous;
  grant select, insert, update, delete on articles to authenticated;
`
// #endregion grants

// #region public
export const articles = pgTable(
  'articles',
  {
    id: uuid().primaryKey().defaultRandom(),
    authorId: text('author_id').notNull().default(authUserId()),
    published: boolean().notNull().default(false),
  },
  (table) => [
    ...crudPolicy({ role: [anonymousRole, authenticatedRole], read: eq(table.published, true) }),
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(table.authorId),
      modify: ownedBy(table.authorId),
    }),
  ],
)
// #endregion public

// #region commands
export const orders = pgTable(
  'orders',
  {
    id: integer().primaryKey(),
    userId: text('user_id').notNull().default(authUserId()),
    status: text().notNull().default('open'),
  },
  (table) => [
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(table.userId),
      insert: ownedBy(table.userId),
      update: {
        using: sql`${ownedBy(table.userId)} and ${eq(table.status, 'open')}`,
        check: sql`${ownedBy(table.userId)} and ${inArray(table.status, ['open', 'cancelled'])}`,
      },
      delete: null,
    }),
  ],
)
// #endregion commands

// #region tenant
export const documents = pgTable(
  'documents',
  {
    id: integer().primaryKey(),
    tenantId: uuid('tenant_id')
      .notNull()
      .default(claim('tenant_id', { as: 'uuid' })),
    userId: text('user_id').notNull().default(authUserId()),
  },
  (table) => [
    ...crudPolicy({ role: authenticatedRole, read: true, modify: ownedBy(table.userId) }),
    ...crudPolicy({
      role: authenticatedRole,
      as: 'restrictive',
      read: eq(table.tenantId, claim('tenant_id', { as: 'uuid' })),
      modify: eq(table.tenantId, claim('tenant_id', { as: 'uuid' })),
    }),
  ],
)
// #endregion tenant

// #region members
export const members = pgTable(
  'members',
  { listId: uuid('list_id').notNull(), userId: text('user_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.userId, table.listId] }),
    crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId) }),
  ],
)

const myLists = new QueryBuilder().select({ id: members.listId }).from(members).where(ownedBy(members.userId))

export const lists = pgTable('lists', { id: uuid().primaryKey(), name: text() }, (table) => [
  crudPolicy({
    role: authenticatedRole,
    read: sql`${table.id} = any(array${myLists})`,
    update: sql`${table.id} = any(array${myLists})`,
  }),
])
// #endregion members

// #region hierarchy
export const folderPaths = pgTable(
  'folder_paths',
  { ancestorId: integer('ancestor_id').notNull(), folderId: integer('folder_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.ancestorId, table.folderId] }),
    crudPolicy({ role: authenticatedRole, read: true }),
  ],
)

export const folderGrants = pgTable(
  'folder_grants',
  { userId: text('user_id').notNull(), folderId: integer('folder_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.userId, table.folderId] }),
    crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId) }),
  ],
)

const myFolders = new QueryBuilder()
  .select({ id: folderPaths.folderId })
  .from(folderGrants)
  .innerJoin(folderPaths, eq(folderPaths.ancestorId, folderGrants.folderId))
  .where(ownedBy(folderGrants.userId))

export const files = pgTable(
  'files',
  { id: integer().primaryKey(), folderId: integer('folder_id').notNull(), name: text() },
  (table) => [
    index().on(table.folderId),
    crudPolicy({ role: authenticatedRole, read: sql`${table.folderId} = any(array${myFolders})` }),
  ],
)
// #endregion hierarchy

// #region lists
export const projects = pgTable(
  'projects',
  { id: integer().primaryKey(), teamId: uuid('team_id').notNull(), labels: text().array() },
  (table) => [
    index().on(table.teamId),
    ...crudPolicy({ role: authenticatedRole, read: inClaim(table.teamId, ['app_metadata', 'teams']) }),
    ...crudPolicy({
      role: authenticatedRole,
      as: 'restrictive',
      read: arrayContains(claim(['app_metadata', 'clearances'], { as: 'text[]' }), table.labels),
    }),
  ],
)
// #endregion lists

// #region organizations
export const invoices = pgTable(
  'invoices',
  {
    id: integer().primaryKey(),
    organizationId: text('organization_id').notNull().default(organizationId('clerk')),
    total: integer(),
  },
  (table) => [
    index().on(table.organizationId),
    ...crudPolicy({
      role: authenticatedRole,
      read: eq(table.organizationId, organizationId('clerk')),
      insert: and(
        eq(table.organizationId, organizationId('clerk')),
        sql`'admin' = any(${organizationRoles('clerk')})`,
      ),
    }),
  ],
)
// #endregion organizations

// #region roles-claim
export const auditLog = pgTable('audit_log', { id: integer().primaryKey(), entry: text() }, () => [
  ...crudPolicy({
    role: authenticatedRole,
    name: 'auditors',
    read: sql`'auditor' = any(${claim(['app_metadata', 'roles'], { as: 'text[]' })})`,
  }),
])
// #endregion roles-claim

// #region fresh
export const payouts = pgTable(
  'payouts',
  { id: integer().primaryKey(), userId: text('user_id').notNull().default(authUserId()) },
  (table) => [
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), insert: ownedBy(table.userId) }),
    ...crudPolicy({
      role: authenticatedRole,
      as: 'restrictive',
      read: null,
      insert: sql`${claim('auth_time', { as: 'timestamptz' })} > now() - interval '10 minutes'`,
    }),
  ],
)
// #endregion fresh

// #region by-hand
export const profiles = pgTable('profiles', { userId: uuid('user_id').primaryKey() }, (table) => [
  pgPolicy('everyone reads their own profile', {
    for: 'select',
    to: authenticatedRole,
    using: ownedBy(table.userId),
  }),
])
// #endregion by-hand

// #region view
export const todoTitles = pgView('todo_titles')
  .with({ securityInvoker: true })
  .as((query) => query.select({ title: todos.title }).from(todos))
// #endregion view
