import type { Claims, Verifier } from '@rowauth/core'
import { assertOptions, assertRoleName, defaultNames, type OptionNames } from '@rowauth/core/internal'
import type { OnQuery } from '@rowauth/driver'
import type { SQL } from 'drizzle-orm'
import type { PgDriver, RowListDriver } from '../handle/drizzle-internals.js'
import type { SettledSetting } from './setting-values.js'
import { settledSettings } from './settled-settings.js'

/** Which Postgres role a session takes. */
export interface RoleOptions {
  /** The role of whoever has a valid token. Default: `authenticated`. */
  readonly authenticated?: string
  /** The role of visitors. Default: `anonymous`. */
  readonly anonymous?: string
  /** The claim that names the role, or the path to it; a token without it gets `authenticated`. Needs `allowed`. */
  readonly claim?: string | readonly string[]
  /**
   * The roles that a claim or `trustClaims` may name; any other one is refused with `role_not_allowed`. Where there is a
   * `claim`, every token that names one of them has it: roles for jobs belong in `trusted`.
   */
  readonly allowed?: readonly string[]
  /**
   * Roles that `trustClaims` alone may name, besides those of `allowed`: those of background jobs and the like. No token
   * ever gets one of them, whatever it claims and whoever verifies it. With it `trustClaims` names no other role.
   */
  readonly trusted?: readonly string[]
}

/**
 * The value of a setting: a constant, or one that comes from the verified claims of each session.
 *
 * - What `claim(path)` returns: the claim as text, whatever its `as` is; numbers, booleans, lists and objects as JSON.
 * - A function of the claims, which are frozen. It is called once for each session, so nothing else should decide
 *   what it returns. What it throws, the query rejects with.
 *
 * For a visitor, and where the claim is absent or the function returns undefined or null, the setting is the empty
 * string, and never what somebody else has left. Of PostgreSQL's own settings many refuse that.
 */
export type SettingValue = string | SQL | ((claims: Claims) => string | undefined | null)

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
  /**
   * Further settings of each transaction, by their names; sent as parameters, in the message of role and claims. For
   * `{ statement_timeout: '5s' }`, and for policies that read settings of their own: `{ 'app.tenant_id': claim('tenant_id') }`.
   */
  readonly settings?: Readonly<Record<string, SettingValue>>
  /** Told of each call of the driver when it is over: text, role, round trips, duration, error. */
  readonly onQuery?: OnQuery
}

const names = {
  verifier: true,
  verification: true,
  driver: true,
  roles: true,
  settings: true,
  onQuery: true,
} as const satisfies OptionNames<WithAuthOptions>

const roleOptions = {
  authenticated: true,
  anonymous: true,
  claim: true,
  allowed: true,
  trusted: true,
} as const satisfies OptionNames<RoleOptions>

/** Options that were checked, in a copy that nobody else has. */
export interface SettledOptions {
  readonly verifier: Verifier | undefined
  readonly verification: 'application' | 'database'
  readonly driver: ((client: unknown) => PgDriver) | undefined
  readonly roles: SettledRoles
  readonly settings: readonly SettledSetting[] | undefined
  readonly onQuery: OnQuery | undefined
}

export interface SettledRoles {
  readonly authenticated: string
  readonly anonymous: string
  readonly claim: readonly string[] | undefined
  readonly allowed: readonly string[] | undefined
  readonly trusted: readonly string[] | undefined
}

/**
 * The options as they are now: what becomes of the given objects later changes nobody's role.
 *
 * @throws {TypeError} for what is no such option, and for role names and settings that cannot be
 */
export function settledOptions(options: WithAuthOptions): SettledOptions {
  if (typeof (options as Partial<Verifier> | null)?.verify === 'function') {
    throw new TypeError('The verifier is an option: `withAuth(db, { verifier })`.')
  }
  assertOptions('withAuth()', options, names)
  const { verifier, verification = 'application', driver, roles = {}, settings, onQuery } = options
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
    settings: settings === undefined ? undefined : settledSettings(settings),
    onQuery,
  }
}

function settledRoles(roles: RoleOptions): SettledRoles {
  assertOptions('`roles` of withAuth()', roles, roleOptions)
  const { authenticated = defaultNames.authenticated, anonymous = defaultNames.anonymous } = roles
  const claim = typeof roles.claim === 'string' ? [roles.claim] : roles.claim
  const settled = {
    authenticated,
    anonymous,
    claim: copied(claim),
    allowed: copied(roles.allowed),
    trusted: copied(roles.trusted),
  }
  const { trusted = [], allowed = [] } = settled
  for (const role of [authenticated, anonymous, ...allowed, ...trusted]) assertRoleName(role)
  if ([authenticated, anonymous, ...allowed].some((role) => trusted.includes(role))) {
    throw new TypeError(
      'A role in `roles.trusted` is for `trustClaims` alone, and no other option may name it.',
    )
  }
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
    throw new TypeError(
      '`roles.allowed`, `roles.trusted`, and a path in `roles.claim`, must be lists of names.',
    )
  }
  return [...names]
}
