/** `src/schema.ts` of each project; both lines of drizzle-orm take it. */
export const tenantSchema = `import { sql } from 'drizzle-orm'
import { integer, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core'

const ofTenant = sql\`tenant_id = current_setting('app.tenant_id', true)::uuid\`

export const projects = pgTable(
  'projects',
  {
    id: integer('id').primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    name: text('name').notNull(),
  },
  () => [pgPolicy('tenant isolation', { using: ofTenant, withCheck: ofTenant })],
)

export const notes = pgTable(
  'notes',
  {
    id: integer('id').primaryKey(),
    tenantId: uuid('tenant_id').notNull().default(sql\`(current_setting('app.tenant_id', true)::uuid)\`),
    author: text('author').notNull().default(sql\`current_setting('app.current_user_id', true)\`),
    text: text('text').notNull(),
  },
  () => [
    pgPolicy('tenant isolation', { as: 'restrictive', using: ofTenant }),
    pgPolicy('authors', { using: sql\`author = current_setting('app.current_user_id', true)\` }),
  ],
)
`

export const postgraphileSchema = `import { sql } from 'drizzle-orm'
import { boolean, integer, pgPolicy, pgSchema, text } from 'drizzle-orm/pg-core'

export const appPublic = pgSchema('app_public')
export const appPrivate = pgSchema('app_private')

export const posts = appPublic.table(
  'posts',
  {
    id: integer('id').primaryKey(),
    authorId: integer('author_id').notNull(),
    text: text('text').notNull(),
    isPublished: boolean('is_published').notNull().default(false),
  },
  () => [
    pgPolicy('published', { for: 'select', to: ['visitor', 'member'], using: sql\`is_published\` }),
    pgPolicy('own posts', {
      to: 'member',
      using: sql\`author_id = nullif(current_setting('jwt.claims.user_id', true), '')::integer\`,
    }),
  ],
)

export const accounts = appPrivate.table('accounts', {
  userId: integer('user_id').primaryKey(),
  passwordHash: text('password_hash').notNull(),
})
`

export const postgrestSchema = `import { sql } from 'drizzle-orm'
import { boolean, integer, pgPolicy, pgSchema, text } from 'drizzle-orm/pg-core'

export const api = pgSchema('api')

const own = sql\`email = current_setting('request.jwt.claims', true)::json ->> 'email'\`

export const todos = api.table(
  'todos',
  {
    id: integer('id').primaryKey(),
    email: text('email').notNull().default(sql\`(current_setting('request.jwt.claims', true)::json ->> 'email')\`),
    done: boolean('done').notNull().default(false),
    task: text('task').notNull(),
  },
  () => [pgPolicy('own todos', { to: 'todo_user', using: own, withCheck: own })],
)
`

export const neonTransactionSchema = `import { sql } from 'drizzle-orm'
import { authenticatedRole, authUid, crudPolicy } from 'drizzle-orm/neon'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'

export const notes = pgTable(
  'notes',
  {
    id: integer('id').primaryKey(),
    userId: text('user_id').notNull().default(sql\`(auth.user_id())\`),
    text: text('text').notNull(),
  },
  (table) => [
    crudPolicy({ role: authenticatedRole, read: authUid(table.userId), modify: authUid(table.userId) }),
  ],
)
`
