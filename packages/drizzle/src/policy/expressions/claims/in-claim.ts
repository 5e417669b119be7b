import { assertOptions } from '@rowauth/core/internal'
import { Column, is, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { columnType, isTextType } from '../column-type.js'
import type { AuthExpressionOptions } from '../session-expression.js'
import { claim } from './claim.js'
import type { listTypes } from './claim-list.js'

function listTypeFor(type: string): keyof typeof listTypes | undefined {
  if (type === 'uuid') return 'uuid[]'
  if (isTextType(type)) return 'text[]'
  if (/^(integer|int|int4|serial|serial4)$/.test(type)) return 'integer[]'
  if (/^(bigint|int8|bigserial|serial8)$/.test(type)) return 'bigint[]'
  return undefined
}

/**
 * The condition that the row's value is in a list of the token: `column = any (…)`. The list is read once per query,
 * and an index on the column is used, but for `char`, which is compared as text. Where the claim is absent, or neither a
 * list nor an object, it holds for no row; elements that do not have the column's type are passed over.
 *
 * ```ts
 * crudPolicy({ role: authenticatedRole, read: inClaim(table.organizationId, 'orgs') })
 * ```
 *
 * @param column a `uuid`, `text`, `varchar`, `char`, `integer` or `bigint` column
 * @param path the claim's name, or the names that lead to a nested one, as `claim` takes them; an object there stands
 *   for the names of its members (`tenants` of Descope), but for those that are false or null
 * @param options the name of the auth schema, where it is not `auth`
 * @throws {TypeError} when the column has another type or is no column, the path cannot be, and for another option
 */
export function inClaim(
  column: AnyPgColumn,
  path: string | readonly string[],
  options: AuthExpressionOptions = {},
): SQL<boolean> {
  if (!is(column, Column)) throw new TypeError('inClaim() takes the column whose value is in the list.')
  assertOptions('inClaim()', options, { schema: true })
  const type = columnType(column)
  const as = listTypeFor(type)
  if (as === undefined) {
    const instead = type.endsWith(']')
      ? `arrayOverlaps(column, claim('name', { as: 'text[]' }))`
      : `sql\`\${column}::text = any(\${claim('name', { as: 'text[]' })})\``
    throw new TypeError(
      `inClaim() looks for a uuid, text, varchar, char, integer or bigint column in a list, but "${column.name}" is ${type}. ` +
        `Read the list by itself, as in ${instead}.`,
    )
  }
  return sql`${column} operator(pg_catalog.=) any (${claim(path, { ...options, as })})`
}
