import { sharedByCopies } from '@rowauth/core/internal'
import { assertNotWithin, runWithin } from '../../flow/callback-frames.js'
import type { Connections } from '../../flow/connection.js'
import type { PgClient, PgResult } from '../pg-types.js'
import { ClientConnection, type ConnectionSettings } from './client-connection.js'
import { clientInternals, listenToErrors, unlistenToErrors } from './client-internals.js'
import { connectedOnce } from './neon-client.js'
import { sharedConnection } from './shared-connection.js'

/** Ends of the queues of single clients. */
const tails = /* @__PURE__ */ sharedByCopies('client queues 1', () => new WeakMap<object, Promise<void>>())

/** One client serves its calls one after the other. */
export function singleClientConnections(
  source: PgClient,
  settings: ConnectionSettings,
): Connections<PgResult> {
  return {
    async acquire() {
      const client = clientInternals(source)
      assertNotWithin(source)
      const connected = connectedOnce(client)
      if (connected !== undefined) await connected
      const previous = tails.get(source) ?? Promise.resolve()
      let free = () => {}
      tails.set(
        source,
        new Promise((resolve) => {
          free = resolve
        }),
      )
      await previous
      listenToErrors(client)
      const connection = new ClientConnection(client, settings, (leftover) => {
        unlistenToErrors(client)
        // Nobody else can throw it away. Whoever comes next is told that the client was closed.
        if (leftover === 'broken') void client.end()
        free()
      })
      await connection.learnStatus()
      return connection
    },
    within: (acquired, run) => runWithin(source, acquired, run),
    joined: (client) => sharedConnection(client, settings),
  }
}
