import type { PgClientInternals } from '../pg-types.js'
import type { ConnectionState } from './connection-state.js'

/**
 * Closes a connection that is of no use any more, whatever is on its way. A WebSocket closes with a handshake, until
 * which it goes on receiving, and tells no reason: nothing is read any more, and who waits is told here.
 */
export function closeConnection(
  { connection: { stream } }: Pick<PgClientInternals, 'connection'>,
  state: Pick<ConnectionState, 'lose'>,
  reason: Error = new Error('Connection terminated'),
): void {
  stream.removeAllListeners?.('data')
  stream.destroy(reason)
  // Not within `client.query`, which may be what has led here.
  queueMicrotask(() => state.lose(reason))
}
