import { sharedByCopies } from '@rowauth/core/internal'
import type { PgClientInternals } from '../pg-types.js'
import { asError } from './as-error.js'
import { closeConnection } from './close-connection.js'
import type { ConnectionState } from './connection-state.js'

const guarded = /* @__PURE__ */ sharedByCopies('guarded streams 1', () => new WeakSet<object>())

/**
 * pg reads what comes in within an event of the socket, where anything that its parser throws ends the process: over a
 * value too large for a string, say, or over a message that is none. While the connection is ours it is closed
 * instead, and the call that waits for an answer rejects with that error. To be called when a message is about to be
 * written: before a client is connected it has another stream, or one that nobody reads yet.
 */
export function guardReads(client: PgClientInternals, state: ConnectionState): void {
  const { stream } = client.connection
  if (guarded.has(stream)) return
  guarded.add(stream)
  for (const read of stream.listeners?.('data') ?? []) {
    stream.off?.('data', read)
    const guardedRead = (chunk: never) => {
      try {
        read.call(stream, chunk)
      } catch (error) {
        if (state.current === undefined && state.handed === undefined) throw error
        closeConnection(client, state, asError(error))
      }
    }
    // As `once` marks its listeners: whoever has put it there can still take it away.
    stream.on?.('data', Object.assign(guardedRead, { listener: read }))
  }
}
