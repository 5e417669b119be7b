import { assertOptions, quoteLiteral } from '@rowauth/core/internal'
import { type SQL, sql } from 'drizzle-orm'
import { authFunction } from '../auth-functions.js'
import { ListExpression } from '../list-expression.js'
import { type AuthExpressionOptions, SessionExpression } from '../session-expression.js'
import { withSessionValue } from '../session-value.js'
import { isPostgresText } from '../sql-text.js'
import { claimList, listTypes } from './claim-list.js'
import { type ClaimTypes, casts, decoders, synonyms } from './claim-types.js'

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
 * arrayOverlaps(table.labels, claim('labels', { as: 'text[]' }))
 * ```
 *
 * A list is NULL unless the claim is a list or an object, which stands for the names of its members; elements that do
 * not fit are NULL. It is no column default. For one column in a list see `inClaim`.
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
  const as = typeOf(options.as ?? 'text')
  const expression = claimExpression(names, as, options)
  const call = `claim(${pathText(names)})`
  return withSessionValue(expression, { call, type: as, path: names }) as SQL<ClaimTypes[As] | null>
}

/** A path as `claim()` takes it. */
export function pathText(path: readonly string[]): string {
  return JSON.stringify(path.length === 1 ? path[0] : path)
}

/** The type without other names that it has. */
function typeOf(as: keyof ClaimTypes): Exclude<keyof ClaimTypes, keyof typeof synonyms> {
  return as === 'int' || as === 'int[]' ? synonyms[as] : as
}

function claimExpression(
  names: readonly string[],
  as: ReturnType<typeof typeOf>,
  options: AuthExpressionOptions,
): SQL {
  if (Object.hasOwn(listTypes, as)) return listExpression(names, as as keyof typeof listTypes, options)
  const steps = [authFunction('session', options), ...names.map(quoteLiteral)].join(', ')
  const text = `pg_catalog.jsonb_extract_path_text(${steps})`
  if (as === 'text') return new SessionExpression(text)
  if (as === 'jsonb') return new SessionExpression(`pg_catalog.jsonb_extract_path(${steps})`)
  if (!Object.hasOwn(casts, as)) throw new TypeError('claim() cannot read a claim as this type.')
  const value = casts[as as keyof typeof casts](text)
  // Unlike the others it may be a whole policy, and drizzle-kit renders those as it does defaults.
  if (as === 'boolean') return sql.raw(`(select ${value})`)
  const expression = new SessionExpression<unknown>(value)
  if (as in decoders) expression.mapWith(decoders[as as keyof typeof decoders])
  return expression
}

function listExpression(
  names: readonly string[],
  as: keyof typeof listTypes,
  options: AuthExpressionOptions,
): SQL {
  const select = claimList(authFunction('session', options), names, as)
  const expression = new ListExpression<unknown>(select, listTypes[as])
  if (as !== 'text[]') expression.mapWith(decoders[as])
  return expression
}
