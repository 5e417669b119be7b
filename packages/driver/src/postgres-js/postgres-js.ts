import { assertOptions } from '@rowauth/core/internal'
import type { ObservableDriver, OnQuery } from '../auth-driver.js'
import type { Connections } from '../flow/connection.js'
import { createDriver } from '../flow/create-driver.js'
import { type PoolConnections, poolConnections } from '../node-postgres/connection/pool-connections.js'
import type { NodePostgresOptions } from '../node-postgres/node-postgres.js'
import { connectionSettings, flowOptions, pgDriverOptions } from '../node-postgres/pg-driver.js'
import type { Naming } from '../node-postgres/prepared/naming.js'
import { trustMode } from '../opening/trust-mode.js'
import type { PgStatement } from '../pg-statement.js'
import { Calls } from './calls.js'
import { type Client, clientOf } from './client.js'
import { PostgresJsConnection } from './postgres-js-connection.js'
import type { PostgresJs, PostgresJsResult } from './postgres-js-types.js'

/** As of the driver for node-postgres. Without `prepare` the option `prepare` of the client holds. */
export type PostgresJsOptions = NodePostgresOptions

/** What {@link postgresJs} makes. */
export interface PostgresJsDriver extends ObservableDriver<PostgresJsResult, PgStatement> {
  observedBy(onQuery: OnQuery): PostgresJsDriver
  /**
   * Closes the connections that were opened for this client of postgres.js, of all its drivers, as soon as they are
   * given back; calls that wait for one are served first. Calls after that reject with `CONNECTION_ENDED`. They do not keep a process from ending by itself.
   */
  end(): Promise<void>
}

/**
 * Sends the statements of a postgres.js client with an authenticated session: claims and statement in one message.
 * They go over connections of node-postgres, a pool of their own that is opened from the options of the client, since a
 * connection of postgres.js cannot be held safely; parameters are written and results are made as postgres.js does.
 * Needs `pg` to be installed.
 *
 * @param sql - what `postgres()` returns; it is read and not changed
 * @param options - as of `nodePostgres`
 * @throws {TypeError} for anything else, for the handle of a transaction or a reserved connection, and for options of
 *   the client that cannot be carried, by their names
 *
 * @example
 * const driver = postgresJs(postgres(url))
 * const [todo] = await driver.query(session, { text: 'select * from todos where id = $1', values: [1] })
 */
export function postgresJs(sql: PostgresJs, options: PostgresJsOptions = {}): PostgresJsDriver {
  assertOptions('postgresJs()', options, pgDriverOptions)
  const client = clientOf(sql)
  const settings = connectionSettings({ prepare: client.options.prepare !== false, ...options }, true)
  const { openingOf, verifiesTokens } = trustMode(options)
  const flow = { verifiesTokens, ...flowOptions(options) }
  const connections = connectionsOf(client, poolConnections(client.pool, settings), settings.naming)
  return withEnd(createDriver(connections, openingOf, flow), client)
}

function connectionsOf(client: Client, pool: PoolConnections, naming: Naming): Connections<PostgresJsResult> {
  const calls = new Calls(client, naming)
  return {
    async acquire() {
      try {
        return new PostgresJsConnection(await pool.acquire(), client, calls)
      } catch (error) {
        throw client.error(error)
      }
    },
  }
}

function withEnd(driver: ObservableDriver<PostgresJsResult, PgStatement>, client: Client): PostgresJsDriver {
  return {
    ...driver,
    observedBy: (onQuery) => withEnd(driver.observedBy(onQuery), client),
    end: () => client.pool.end(),
  }
}
