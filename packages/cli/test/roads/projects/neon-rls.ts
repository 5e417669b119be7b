import { customMigration, kitMigration } from '../support/migration-text.js'
import type { RoadProject } from '../support/road-project.js'

/** What in a schema can depend on the extension's functions, beside columns and policies of the kit. */
export const neonDependents = [
  'view',
  'view-on-view',
  'sql-function',
  'atomic-function',
  'plpgsql-function',
  'check-constraint',
  'session-policy',
  'policy-comment',
  'uid-default',
  'quoted-names',
  'reporting-role',
] as const

export type NeonDependent = (typeof neonDependents)[number]

const schema = `import { sql } from 'drizzle-orm'
import { authenticatedRole, authUid, crudPolicy } from 'drizzle-orm/neon'
import { bigint, boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const todos = pgTable(
  'todos',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedByDefaultAsIdentity(),
    userId: text('user_id').notNull().default(sql\`(auth.user_id())\`),
    task: text('task').notNull(),
    isComplete: boolean('is_complete').notNull().default(false),
    insertedAt: timestamp('inserted_at', { withTimezone: true }).defaultNow().notNull(),
  },
  (table) => [
    crudPolicy({ role: authenticatedRole, read: authUid(table.userId), modify: authUid(table.userId) }),
  ],
)
`

/**
 * A to-do application on Neon RLS.
 *
 * @param options - `dependents`: what its author has written by hand beside it, in a migration each. A view on a view
 *   brings the view with it
 */
export function neonRlsProject(options: { dependents?: readonly NeonDependent[] } = {}): RoadProject {
  const asked = new Set(options.dependents)
  if (asked.has('view-on-view')) asked.add('view')
  const chosen = neonDependents.filter((name) => asked.has(name))
  return {
    schema,
    migrations: [
      kitMigration('projects/neon-rls/todos'),
      ...chosen.map((name) => customMigration(`projects/neon-rls/${name}`)),
    ],
  }
}
