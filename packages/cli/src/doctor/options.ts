import type { AuthSchemaOptions } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'
import type { Adoption } from '../adoption/adoption.js'
import type { Names } from '../options/names.js'

/** What {@link diagnose} can be told. */
export interface DiagnoseOptions {
  /** Name of the auth schema; default: the one that the database has adopted, or `auth`. */
  readonly schema?: string
  /** Names of the roles of the auth schema. */
  readonly roles?: NonNullable<AuthSchemaOptions['roles']>
  /** Further roles that queries may run as: those that `withAuth` allows a claim to name. */
  readonly allowed?: readonly string[]
  /** Role that the application logs in as; default: the role of the connection. */
  readonly appRole?: string
  /** Numbers of lints to leave out. */
  readonly ignore?: readonly number[]
}

/** The options with what holds without them. */
export interface Subject {
  readonly schema: string
  /** Roles that queries run as, that of a signed-in user first. */
  readonly queryRoles: readonly string[]
  readonly loginRole: string
  readonly names: Names
  readonly appRole: string | undefined
  /** What the database has adopted. */
  readonly adoption: Adoption | undefined
  readonly ignore: ReadonlySet<number>
}

/** @throws {RangeError} for a number that is no lint's */
export function resolveOptions(
  options: DiagnoseOptions,
  numbers: readonly number[],
  adoption?: Adoption,
): Subject {
  const known = adoption?.names ?? defaultNames
  const { schema = known.schema, roles = {}, allowed = [], appRole, ignore = [] } = options
  const {
    authenticated = known.authenticated,
    anonymous = known.anonymous,
    authenticator = known.authenticator,
  } = roles
  const unknown = ignore.filter((number) => !numbers.includes(number))
  if (unknown.length > 0) throw new RangeError(`There is no lint ${unknown.join(', ')}.`)
  return {
    schema,
    queryRoles: [...new Set([authenticated, anonymous, ...allowed])],
    loginRole: authenticator,
    names: { schema, authenticated, anonymous, authenticator },
    appRole,
    adoption,
    ignore: new Set(ignore),
  }
}
