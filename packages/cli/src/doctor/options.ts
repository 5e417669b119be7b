import type { AuthSchemaOptions } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'
import type { Names } from '../options/names.js'
import type { FoundAdoption } from './presumed-adoption.js'

/** What {@link diagnose} can be told. */
export interface DiagnoseOptions {
  /** Name of the auth schema; default: the one that the database has adopted, or `auth`. */
  readonly schema?: string
  /** Names of the roles of the auth schema. */
  readonly roles?: NonNullable<AuthSchemaOptions['roles']>
  /** Further roles that queries may run as: those that `withAuth` allows a claim to name. */
  readonly allowed?: readonly string[]
  /**
   * Role that the application logs in as. Default: the role of the connection, or where that is an administrator's, the
   * login role of the auth schema.
   */
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
  /** What the database has adopted, or could. */
  readonly adoption: FoundAdoption | undefined
  readonly ignore: ReadonlySet<number>
}

/**
 * @param numbers - those of all lints; undefined where none is to run
 * @throws {RangeError} for a number that is no lint's
 */
export function resolveOptions(
  options: DiagnoseOptions,
  numbers: readonly number[],
  adoption?: FoundAdoption,
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

/** What the SQL of the lints is told of an adoption. */
export function adoptionValue({ adoption }: Subject): string | null {
  return adoption === undefined ? null : JSON.stringify({ kind: adoption.kind, adopted: adoption.adopted })
}
