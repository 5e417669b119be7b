import { assertOptions, type OptionNames } from '@rowauth/core/internal'
import type { ObservableDriver } from '../auth-driver.js'
import { createDriver, type DriverOptions } from '../flow/create-driver.js'
import { trustMode, type VerificationOptions, verificationOptions } from '../opening/trust-mode.js'
import type { ConnectionSettings } from './connection/client-connection.js'
import { poolConnections } from './connection/pool-connections.js'
import { singleClientConnections } from './connection/single-client-connections.js'
import type { PgClient, PgPool, PgResult, PgStatement } from './pg-types.js'
import { Naming } from './prepared/naming.js'

/** What the drivers over node-postgres and its relatives can be told. */
export interface PgDriverOptions extends VerificationOptions {
  /**
   * Prepares statements that come again, per connection: `max` is the number that stay prepared (default 100), the
   * least recently used one leaving first; 0: none. `false`: names of yours are kept off the wire, too. Default: true.
   */
  readonly prepare?: boolean | { readonly max: number }
  /**
   * Ends each use of a connection with DISCARD ALL, in the same round trip, so that what SQL of a user's has left
   * on it reaches nobody: settings, temporary tables, prepared statements, locks. Nothing stays prepared then, and
   * settings that your application makes when a connection is opened are lost: put them into the connection string.
   * Default: false.
   */
  readonly clean?: boolean
  /**
   * Puts BEGIN and COMMIT around each statement, in the same message. PostgreSQL holds a message to be one transaction
   * without them; Pgpool does not, and commits between the claims and the statement. An
   * error costs a round trip more, for the ROLLBACK. Default: false.
   */
  readonly explicitTransactions?: boolean
  /** The largest answer of one call, in bytes as they arrive; a larger one closes the connection. Default: no limit. */
  readonly maxResultBytes?: number
}

/** Their names, for a check that none is misspelt. */
export const pgDriverOptions = {
  ...verificationOptions,
  prepare: true,
  clean: true,
  explicitTransactions: true,
  maxResultBytes: true,
} as const satisfies OptionNames<PgDriverOptions>

/**
 * The driver for a pool or a client that is node-postgres inside, whoever has packed it.
 *
 * @param call - the function that makes it, as messages name it
 * @param sources - what it takes
 * @throws {TypeError} for anything else, and for options that cannot be
 */
export function pgDriver(
  source: PgPool | PgClient,
  options: PgDriverOptions,
  call: string,
  sources: string,
): ObservableDriver<PgResult, PgStatement> {
  assertOptions(call, options, pgDriverOptions)
  const settings = connectionSettings(options, isPool(source))
  const { openingOf, verifiesTokens } = trustMode(options)
  const flow = { verifiesTokens, ...flowOptions(options) }
  if (isPool(source)) return createDriver(poolConnections(source, settings), openingOf, flow)
  if (typeof source !== 'object' || source === null || typeof source.query !== 'function') {
    throw new TypeError(`${call} takes ${sources}.`)
  }
  return createDriver(singleClientConnections(source, settings), openingOf, flow)
}

function isPool(source: PgPool | PgClient): source is PgPool {
  if (typeof source !== 'object' || source === null) return false
  return 'totalCount' in source && typeof source.totalCount === 'number' && 'connect' in source
}

/**
 * What of the options is the flow's.
 *
 * @throws {TypeError} for options that cannot be
 */
export function flowOptions({ explicitTransactions = false }: PgDriverOptions): DriverOptions {
  if (typeof explicitTransactions !== 'boolean') {
    throw new TypeError('`explicitTransactions` is true or false.')
  }
  return { explicitTransactions }
}

/** @throws {TypeError} for options that cannot be */
export function connectionSettings(
  { prepare, clean = false, maxResultBytes = Number.POSITIVE_INFINITY }: PgDriverOptions,
  exclusive: boolean,
): ConnectionSettings {
  if (typeof clean !== 'boolean') throw new TypeError('`clean` is true or false.')
  if (typeof maxResultBytes !== 'number' || !(maxResultBytes > 0)) {
    throw new TypeError('`maxResultBytes` is a number of bytes above 0.')
  }
  const naming = new Naming(prepare)
  return { naming: clean ? new Naming(false) : naming, clean, exclusive, maxResultBytes }
}
