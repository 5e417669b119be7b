/** The schema file of a project with one table and these policies. */
export function schemaWith(policies: readonly string[], column = 'text()'): string {
  return `import { sql } from 'drizzle-orm'
import { integer, pgPolicy, pgTable, text, varchar } from 'drizzle-orm/pg-core'

export const todos = pgTable('todos', { id: integer().primaryKey(), owner: ${column}.notNull() }, (t) => [
  ${policies.map((policy) => `${policy},`).join('\n  ')}
])
`
}
