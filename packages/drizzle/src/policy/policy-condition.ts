import { is, SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

/** What a policy asks of a row: an expression, everything (`true`), nothing (`false`); no policy at all for `null`. */
export type PolicyCondition = SQL | boolean | null | undefined

/** A condition as it goes into DDL, with the text that it has there. */
export interface RenderedCondition {
  readonly expression: SQL
  readonly text: string
}

const dialect = new PgDialect()

/**
 * Readies a condition for `CREATE POLICY`, which takes no parameters: values such as the one in
 * `eq(table.visibility, 'public')` become literals. drizzle-kit by itself would print them as `$1`.
 */
export function renderCondition(condition: SQL | boolean, what: string): RenderedCondition {
  if (typeof condition === 'boolean') {
    const text = String(condition)
    return { expression: sql.raw(text), text }
  }
  if (!is(condition, SQL)) {
    throw new TypeError(`crudPolicy(): ${what} must be an SQL expression, true, false or null.`)
  }
  const expression = sql`${condition}`.inlineParams()
  const { sql: text, params } = dialect.sqlToQuery(expression)
  if (params.length > 0)
    throw new TypeError(`crudPolicy(): ${what} holds a placeholder; a policy takes no values.`)
  return { expression, text }
}
