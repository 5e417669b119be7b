import { sharedByCopies } from '@rowauth/core/internal'
import type { PgClientInternals, PgPool } from '../pg-types.js'
import { clientInternals, listenToErrors, unlistenToErrors } from './client-internals.js'
import { connectionState } from './connection-state.js'

const watched = /* @__PURE__ */ sharedByCopies('watched pools 1', () => new WeakSet<PgPool>())

/**
 * A pool hands a new client over within the very event in which the server said that it is ready, and by then listens
 * no more itself. Where the server's next words, that it is being shut down, came in the same packet, nobody would
 * listen yet, and the 'error' event would end the process.
 */
export function watchNewbornClients(pool: PgPool): void {
  // Neon's pool sends the application's own queries another way once somebody listens.
  if (watched.has(pool) || 'hasFetchUnsupportedListeners' in pool) return
  watched.add(pool)
  pool.on?.('connect', (client) => {
    let internals: PgClientInternals
    try {
      internals = clientInternals(client)
    } catch {
      // Whoever asks for a connection is told.
      return
    }
    // What the server says is noted there.
    connectionState(internals)
    listenToErrors(internals)
    setTimeout(() => unlistenToErrors(internals), 0)
  })
}
