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

type CheckedOut = Awaited<ReturnType<PgPool['connect']>>

/** Each connection is a checked-out client of the pool. */
export function poolConnections(pool: PgPool, settings: ConnectionSettings): PoolConnections {
  watchNewbornClients(pool)
  return {
    async acquire() {
      const checkedOut = await pool.connect().catch((error: unknown) => {
        throw asError(error)
      })
      const connection = connectionOf(checkedOut, settings)
      await connection.learnStatus()
      return connection
    },
    joined: (client) => sharedConnection(client, settings),
  }
}

function connectionOf(checkedOut: CheckedOut, settings: ConnectionSettings): ClientConnection {
  try {
    const client = clientInternals(checkedOut)
    const connection = new ClientConnection(client, settings, (leftover) => {
      unlistenToErrors(client)
      checkedOut.release(leftover !== 'nothing')
      if (leftover !== 'nothing') endNow(client)
    })
    listenToErrors(client)
    return connection
  } catch (error) {
    checkedOut.release(true)
    throw error
  }
}
