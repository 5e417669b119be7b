import { Column, is, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { authUserId, authUserUuid } from './auth-functions.js'
import { columnType, isTextType } from './column-type.js'
import type { AuthExpressionOptions } from './session-expression.js'

/**
 * The condition that a row belongs to the session's user: `(select auth.user_id()) = column`. The function is
 * evaluated once per query, and an index on the column is used, but for `char`, which is compared as text. Without a user it holds for no row.
 *
 * @param column holds the user's id: `uuid` is compared with `auth.uid()`, `text`, `varchar` and `char` with
 *   `auth.user_id()`
 * @param options the name of the auth schema, where it is not `auth`
 * @throws {TypeError} when the column has another type, or is no column
 */
export function ownedBy(column: AnyPgColumn, options?: AuthExpressionOptions): SQL<boolean> {
  if (!is(column, Column)) throw new TypeError('ownedBy() takes the column that holds the user id.')
  const type = columnType(column)
  if (type === 'uuid') return sql`${authUserUuid(options)} = ${column}`
  if (isTextType(type)) {
    return sql`${authUserId(options)} = ${column}`
  }
  throw new TypeError(
    `ownedBy() compares a uuid, text, varchar or char column with the user's id, but "${column.name}" is ${type}. ` +
      "Compare it with a claim that has the column's type, as in eq(column, claim('name', { as: 'bigint' })).",
  )
}
