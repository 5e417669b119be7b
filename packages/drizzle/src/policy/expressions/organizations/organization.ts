import type { OrganizationProvider } from '@rowauth/core'
import { assertOptions, shapesOf } from '@rowauth/core/internal'
import type { SQL } from 'drizzle-orm'
import { authFunction } from '../auth-functions.js'
import { casts } from '../claims/claim-types.js'
import { ListExpression } from '../list-expression.js'
import { type AuthExpressionOptions, SessionExpression } from '../session-expression.js'
import { withSessionValue } from '../session-value.js'
import { idOfOrganization, rolesOfOrganization } from './organization-sql.js'

/** How the id of an organization is read. */
export interface OrganizationIdOptions extends AuthExpressionOptions {
  /** The Postgres type of the expression. With `uuid` it is NULL when the id is none. Default: `text`. */
  readonly as?: 'text' | 'uuid' | undefined
}

/**
 * The id of the active organization, wherever this provider's tokens have it: NULL when the user is in none. For
 * policies, column defaults and queries; evaluated once per query. The same as `activeOrganization` of `@rowauth/core`
 * says of the claims.
 *
 * ```ts
 * crudPolicy({ role: authenticatedRole, read: eq(table.organizationId, organizationId('clerk')) })
 * ```
 *
 * @param provider whose tokens these are; it is named and not guessed, because with another one's tokens users may be
 *   able to write the claim that is read
 * @throws {TypeError} for a provider that is not known, and for another option
 */
export function organizationId(
  provider: OrganizationProvider,
  options: OrganizationIdOptions = {},
): SQL<string | null> {
  assertOptions('organizationId()', options, { as: true, schema: true })
  const { as = 'text' } = options
  if (as !== 'text' && as !== 'uuid') {
    throw new TypeError('organizationId(): `as` must be "text" or "uuid".')
  }
  const shapes = shapesOf('organizationId()', provider)
  const text = idOfOrganization(authFunction('session', options), shapes)
  const expression = new SessionExpression<string | null>(as === 'uuid' ? casts.uuid(text) : text)
  return withSessionValue(expression, { call: `organizationId('${provider}')`, type: as })
}

/**
 * The user's roles in the active organization, as `text[]`: NULL when the user is in none, and empty when the token names
 * no role. Names are those of `activeOrganization`: `org:admin` of Clerk is `admin`, and of Kinde's roles it is the key.
 * For policies and queries; evaluated once per query. It is no column default.
 *
 * ```ts
 * sql`'admin' = any(${organizationRoles('clerk')})`
 * ```
 *
 * @param provider whose tokens these are, as for `organizationId`
 * @param options the name of the auth schema, where it is not `auth`
 * @throws {TypeError} for a provider that is not known, and for another option
 */
export function organizationRoles(
  provider: OrganizationProvider,
  options: AuthExpressionOptions = {},
): SQL<string[] | null> {
  assertOptions('organizationRoles()', options, { schema: true })
  const shapes = shapesOf('organizationRoles()', provider)
  const select = rolesOfOrganization(authFunction('session', options), shapes)
  const expression = new ListExpression<string[] | null>(select, 'pg_catalog.text[]')
  return withSessionValue(expression, { call: `organizationRoles('${provider}')`, type: 'text[]' })
}
