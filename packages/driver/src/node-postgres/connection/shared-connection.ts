import type { SharedConnection } from '../../flow/connection.js'
import type { PgClient, PgResult } from '../pg-types.js'
import { ClientConnection, type ConnectionSettings } from './client-connection.js'
import { clientInternals } from './client-internals.js'

/**
 * A client on which the application has begun a transaction. It stays the application's: pg sends what both give
 * it one after the other.
 *
 * @throws {TypeError} for what is no client
 */
export function sharedConnection(client: unknown, settings: ConnectionSettings): SharedConnection<PgResult> {
  if (typeof client !== 'object' || client === null || !('query' in client) || 'totalCount' in client) {
    throw new TypeError('A transaction is joined on its client: a PoolClient or a Client of node-postgres.')
  }
  const internals = clientInternals(client as PgClient)
  // DISCARD ALL would end what the application does; whoever has taken the client out cleans it.
  const connection = new ClientConnection(
    internals,
    { ...settings, clean: false, exclusive: false, shared: true },
    () => {},
  )
  return {
    client,
    user: connection.user,
    get status() {
      return connection.status
    },
    send: (steps, expected) => connection.send(steps, expected),
  }
}
