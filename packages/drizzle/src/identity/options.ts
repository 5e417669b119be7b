import type { Verifier } from '@rowauth/core'
import { assertRoleName, defaultNames } from '@rowauth/core/internal'
import type { OnQuery } from '@rowauth/driver'
import type { PgDriver, RowListDriver } from '../handle/drizzle-internals.js'

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

/**
 * How a database gets its `$withAuth`.
 *
 * @typeParam Client - what Drizzle was given to send its queries with
 */
export interface WithAuthOptions<Client = unknown> {
  /** Verifies the tokens. Needed unless `$withAuth` is only given sessions and `null`. */
  readonly verifier?: Verifier
  /**
   * Who verifies: the application (default), or the database, whose auth schema was installed for that. With
   * `database` no `verifier` is needed; with one, both check. A `driver` of yours has to be told the same.
   */
  readonly verification?: 'application' | 'database'
  /**
   * Makes the driver for the client that Drizzle was given, and with `withReplicas` for each of them. Default: the
   * one for this kind of client with its default options.
   */
  readonly driver?: (client: Client) => PgDriver | RowListDriver
  readonly roles?: RoleOptions
  /** Further settings of each transaction, such as `{ statement_timeout: '5s' }`; sent as parameters. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told of each call of the driver when it is over: text, role, round trips, duration, error. */
  readonly onQuery?: OnQuery
}

const reservedSettings = new Set(['role', 'session_authorization', 'request.jwt.claims', 'rowauth.session'])

/** Options that were checked, in a copy that nobody else has. */
export interface SettledOptions {
  readonly verifier: Verifier | undefined
  readonly verification: 'application' | 'database'
  readonly driver: ((client: unknown) => PgDriver) | undefined
  readonly roles: SettledRoles
  readonly settings: Readonly<Record<string, string>> | undefined
  readonly onQuery: OnQuery | undefined
}

export interface SettledRoles {
  readonly authenticated: string
  readonly anonymous: string
  readonly claim: readonly string[] | undefined
  readonly allowed: readonly string[] | undefined
}

/**
 * The options as they are now: what becomes of the given objects later changes nobody's role.
 *
 * @throws {TypeError} for what is no such option, and for role names and settings that cannot be
 */
export function settledOptions({
  verifier,
  verification = 'application',
  driver,
  roles = {},
  settings,
  onQuery,
}: WithAuthOptions): SettledOptions {
  if (verification !== 'application' && verification !== 'database') {
    throw new TypeError('`verification` must be "application" or "database".')
  }
  if (verifier !== undefined && typeof verifier?.verify !== 'function') {
    throw new TypeError('`verifier` must be what createVerifier() returns.')
  }
  if (driver !== undefined && typeof driver !== 'function') {
    throw new TypeError(
      '`driver` must be a function of the client: `driver: nodePostgres`, or with options ' +
        '`driver: (client) => nodePostgres(client, { prepare: false })`.',
    )
  }
  if (onQuery !== undefined && typeof onQuery !== 'function') {
    throw new TypeError('`onQuery` must be a function.')
  }
  return {
    verifier,
    verification,
    driver: driver as ((client: unknown) => PgDriver) | undefined,
    roles: settledRoles(roles),
    settings: settings && settledSettings(settings),
    onQuery,
  }
}

function settledRoles(roles: RoleOptions): SettledRoles {
  if (typeof roles !== 'object' || roles === null) {
    throw new TypeError('`roles` must be an object.')
  }
  const { authenticated = defaultNames.authenticated, anonymous = defaultNames.anonymous } = roles
  const claim = typeof roles.claim === 'string' ? [roles.claim] : roles.claim
  const settled = { authenticated, anonymous, claim: copied(claim), allowed: copied(roles.allowed) }
  for (const role of [authenticated, anonymous, ...(settled.allowed ?? [])]) assertRoleName(role)
  if (settled.claim?.length === 0) {
    throw new TypeError('`roles.claim` must name a claim or the path to one.')
  }
  if (settled.claim !== undefined && settled.allowed === undefined) {
    throw new TypeError('`roles.claim` needs `roles.allowed`: the roles that a token may name.')
  }
  return settled
}

/** A text has `includes`, too, which would take any part of it for one of the names. */
function copied(names: readonly string[] | undefined): readonly string[] | undefined {
  if (names === undefined) return undefined
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError('`roles.allowed`, and a path in `roles.claim`, must be lists of names.')
  }
  return [...names]
}

function settledSettings(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const own = { ...settings }
  for (const [name, value] of Object.entries(own)) {
    if (reservedSettings.has(name.toLowerCase())) {
      throw new TypeError(`\`settings\` cannot hold "${name}", which is the session's own.`)
    }
    if (typeof value !== 'string') throw new TypeError(`\`settings\` must hold a string for "${name}".`)
  }
  return own
}
