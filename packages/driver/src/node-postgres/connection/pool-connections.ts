import type { Connections } from '../../flow/connection.js'
import type { PgPool, PgResult } from '../pg-types.js'
import { asError } from './as-error.js'
import { ClientConnection, type ConnectionSettings } from './client-connection.js'
import { clientInternals, listenToErrors, unlistenToErrors } from './client-internals.js'
import { endNow } from './neon-client.js'
import { watchNewbornClients } from './newborn-clients.js'
import { sharedConnection } from './shared-connection.js'

/** {@link Connections} over a pool of node-postgres. */
export interface PoolConnections extends Connections<PgResult> {
  acquire(): Promise<ClientConnection>
}

/** Each connection is a checked-out client of the pool. */
export function poolConnections(pool: PgPool, settings: ConnectionSettings): PoolConnections {
  watchNewbornClients(pool)
  return {
    async acquire() {
      const checkedOut = await pool.connect().catch((error: unknown) => {
        throw asError(error)
      })
      try {
        const client = clientInternals(checkedOut)
        const connection = new ClientConnection(client, settings, (leftover) => {
          unlistenToErrors(client)
          checkedOut.release(leftover !== 'nothing')
          if (leftover !== 'nothing') endNow(client)
        })
        listenToErrors(client)
        await connection.learnStatus()
        return connection
      } catch (error) {
        checkedOut.release(true)
        throw error
      }
    },
    joined: (client) => sharedConnection(client, settings),
  }
}
