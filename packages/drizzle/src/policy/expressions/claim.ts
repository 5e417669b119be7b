import { assertOptions, quoteLiteral } from '@rowauth/core/internal'
import { type SQL, sql } from 'drizzle-orm'
import { authFunction } from './auth-functions.js'
import { withClaimPath } from './claim-path.js'
import { type ClaimTypes, casts, decoders } from './claim-types.js'
import { type AuthExpressionOptions, SessionExpression } from './session-expression.js'
import { isPostgresText } from './sql-text.js'

/** How a claim is read. */
export interface ClaimOptions<As extends keyof ClaimTypes = 'text'> extends AuthExpressionOptions {
  /** The Postgres type of the expression. Default: `text`. */
  readonly as?: As | undefined
}

/**
 * One claim of the session's token: NULL when it is absent or does not fit the type, so that a comparison with
 * it holds for no row. For policies, column defaults and queries; evaluated once per query. In the `settings` of
 * `withAuth` it is read from the verified claims instead, as text whatever `as` says.
 *
 * ```ts
 * eq(table.tenantId, claim('tenant_id', { as: 'uuid' }))
 * eq(table.orgId, claim(['o', 'id']))
 * ```
 *
 * @param path the claim's name as it stands in the token, dots and slashes included, or the names that lead to
 *   a nested one; an array's elements are reached by position (`['groups', '0']`)
 * @throws {TypeError} when the path is empty or holds what no claim can be called, or the type or an option is
 *   not known
 */
export function claim<As extends keyof ClaimTypes = 'text'>(
  path: string | readonly string[],
  options: ClaimOptions<As> = {},
): SQL<ClaimTypes[As] | null> {
  const names = typeof path === 'string' ? [path] : path
  if (!Array.isArray(names) || names.length === 0 || !names.every(isPostgresText)) {
    throw new TypeError('claim() takes the name of a claim, or the names that lead to a nested one.')
  }
  assertOptions('claim()', options, { as: true, schema: true })
  return withClaimPath(claimExpression(names, options), names) as SQL<ClaimTypes[As] | null>
}

function claimExpression(names: readonly string[], options: ClaimOptions<keyof ClaimTypes>): SQL {
  const as = options.as ?? 'text'
  const steps = [authFunction('session', options), ...names.map(quoteLiteral)].join(', ')
  const text = `pg_catalog.jsonb_extract_path_text(${steps})`
  if (as === 'text') return new SessionExpression(text)
  if (as === 'jsonb') return new SessionExpression(`pg_catalog.jsonb_extract_path(${steps})`)
  if (!Object.hasOwn(casts, as)) throw new TypeError('claim() cannot read a claim as this type.')
  const value = casts[as](text)
  // Unlike the others it may be a whole policy, and drizzle-kit renders those as it does defaults.
  if (as === 'boolean') return sql.raw(`(select ${value})`)
  const expression = new SessionExpression<unknown>(value)
  if (as in decoders) expression.mapWith(decoders[as as keyof typeof decoders])
  return expression
}
