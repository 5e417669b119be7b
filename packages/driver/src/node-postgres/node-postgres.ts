import type { ObservableDriver } from '../auth-driver.js'
import { type PgDriverOptions, pgDriver } from './pg-driver.js'
import type { PgClient, PgPool, PgResult, PgStatement } from './pg-types.js'

export interface NodePostgresOptions extends PgDriverOptions {}

/**
 * Sends statements through node-postgres: claims and statement in one message, so in one round trip.
 *
 * @param source - a `Pool`, a `PoolClient` or a `Client`. A single client serves one call after the other.
 * @throws {TypeError} for anything else, and for options that cannot be
 *
 * @example
 * const driver = nodePostgres(new Pool())
 * const { rows } = await driver.query(session, { text: 'select * from todos where id = $1', values: [1] })
 */
export function nodePostgres(
  source: PgPool | PgClient,
  options: NodePostgresOptions = {},
): ObservableDriver<PgResult, PgStatement> {
  return pgDriver(source, options, 'nodePostgres()', 'a Pool, a PoolClient or a Client of node-postgres')
}
