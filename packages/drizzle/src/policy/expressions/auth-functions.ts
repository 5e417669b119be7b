import type { Claims } from '@rowauth/core'
import { assertOptions, defaultNames } from '@rowauth/core/internal'
import type { SQL } from 'drizzle-orm'
import { type AuthExpressionOptions, SessionExpression } from './session-expression.js'
import { withSessionValue } from './session-value.js'
import { isPostgresText, quoteIdentifier } from './sql-text.js'

/** A call of one of the auth functions, as SQL text. */
export function authFunction(
  name: 'user_id' | 'uid' | 'session',
  options: AuthExpressionOptions = {},
): string {
  const { schema = defaultNames.schema } = options
  if (!isPostgresText(schema) || schema === '') throw new TypeError('The auth schema needs a name.')
  return `${schema === defaultNames.schema ? schema : quoteIdentifier(schema)}.${name}()`
}

/**
 * The user's id: the `sub` claim as text, NULL without one. For policies, column defaults and queries; in
 * policies and queries it is evaluated once per query.
 *
 * @param options the name of the auth schema, where it is not `auth`
 * @throws {TypeError} when that name is empty, and for another option
 */
export function authUserId(options: AuthExpressionOptions = {}): SQL<string | null> {
  assertOptions('authUserId()', options, { schema: true })
  const expression = new SessionExpression<string | null>(authFunction('user_id', options))
  return withSessionValue(expression, { call: 'authUserId()', type: 'text' })
}

/**
 * The user's id as a uuid: NULL when the `sub` claim is absent or is no UUID. Otherwise like {@link authUserId}.
 *
 * @param options the name of the auth schema, where it is not `auth`
 * @throws {TypeError} when that name is empty, and for another option
 */
export function authUserUuid(options: AuthExpressionOptions = {}): SQL<string | null> {
  assertOptions('authUserUuid()', options, { schema: true })
  const expression = new SessionExpression<string | null>(authFunction('uid', options))
  return withSessionValue(expression, { call: 'authUserUuid()', type: 'uuid' })
}

/**
 * All claims of the session as jsonb: JSON `null` without any. For a single claim see `claim`.
 *
 * @param options the name of the auth schema, where it is not `auth`
 * @throws {TypeError} when that name is empty, and for another option
 */
export function authSession(options: AuthExpressionOptions = {}): SQL<Claims | null> {
  assertOptions('authSession()', options, { schema: true })
  const expression = new SessionExpression<Claims | null>(authFunction('session', options))
  return withSessionValue(expression, { call: 'authSession()', type: 'jsonb' })
}
