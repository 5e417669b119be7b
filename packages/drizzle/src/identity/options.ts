import type { Claims, Verifier } from '@rowauth/core'
import { assertOptions, type OptionNames } from '@rowauth/core/internal'
import type { OnQuery } from '@rowauth/driver'
import type { SQL } from 'drizzle-orm'
import type { PgDriver, RowListDriver } from '../handle/drizzle-internals.js'
import { type RoleOptions, type SettledRoles, settledRoles } from './role-options.js'
import type { SettledSetting } from './setting-values.js'
import { settledSettings } from './settled-settings.js'

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

/** Options that were checked, in a copy that nobody else has. */
export interface SettledOptions {
  readonly verifier: Verifier | undefined
  readonly verification: 'application' | 'database'
  readonly driver: ((client: unknown) => PgDriver) | undefined
  readonly roles: SettledRoles
  readonly settings: readonly SettledSetting[] | undefined
  readonly onQuery: OnQuery | undefined
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
