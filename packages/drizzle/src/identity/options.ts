import { AuthError, type Verifier } from '@rowauth/core'
import { assertRoleName } from '@rowauth/core/internal'
import type { PgDriver } from '../handle/drizzle-internals.js'

/** Which Postgres role a session takes. */
export interface RoleOptions {
  /** The role of whoever has a valid token. Default: `authenticated`. */
  readonly authenticated?: string
  /** The role of visitors. Default: `anonymous`. */
  readonly anonymous?: string
  /** The claim that names the role, or the path to it; a token without it gets `authenticated`. Needs `allowed`. */
  readonly claim?: string | readonly string[]
  /** The roles that a claim or `trustClaims` may name; any other one is refused with `role_not_allowed`. */
  readonly allowed?: readonly string[]
}

/** How a database gets its `$withAuth`. */
export interface WithAuthOptions {
  /** Verifies the tokens. Needed unless `$withAuth` is only given sessions and `null`. */
  readonly verifier?: Verifier
  /**
   * Who verifies: the application (default), or the database, which needs a schema that was installed for it.
   * `database` comes with a later version.
   */
  readonly verification?: 'application' | 'database'
  /** Sends the statements. Default: the driver for the client that Drizzle was given. */
  readonly driver?: PgDriver
  readonly roles?: RoleOptions
  /** Further settings of each transaction, such as `{ statement_timeout: '5s' }`; sent as parameters. */
  readonly settings?: Readonly<Record<string, string>>
}

const reservedSettings = new Set(['role', 'session_authorization', 'request.jwt.claims'])

/**
 * @throws {TypeError} for role names and settings that cannot be
 * @throws {AuthError} `unsupported` for what comes with a later version
 */
export function checkOptions({ verifier, verification, roles = {}, settings = {} }: WithAuthOptions): void {
  if (verification === 'database') {
    throw new AuthError('unsupported', 'verification: "database" is not available in this version.')
  }
  if (verification !== undefined && verification !== 'application') {
    throw new TypeError('"verification" is "application" or "database".')
  }
  if (verifier !== undefined && typeof verifier?.verify !== 'function') {
    throw new TypeError('"verifier" is what createVerifier() returns.')
  }
  for (const role of [roles.authenticated, roles.anonymous, ...(roles.allowed ?? [])]) {
    if (role !== undefined) assertRoleName(role)
  }
  if (roles.claim !== undefined && roles.allowed === undefined) {
    throw new TypeError('"roles.claim" needs "roles.allowed": the roles that a token may name.')
  }
  for (const [name, value] of Object.entries(settings)) {
    if (reservedSettings.has(name.toLowerCase()))
      throw new TypeError(`The setting "${name}" is the session's own.`)
    if (typeof value !== 'string') throw new TypeError(`The setting "${name}" must be a string.`)
  }
}
