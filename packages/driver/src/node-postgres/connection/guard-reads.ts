import type { PgStream } from '../pg-types.js'

/**
 * pg reads what comes in within an event of the socket, where anything that its parser throws ends the process: over a
 * value too large for a string, say, or over a message that is none. While the connection is ours it is closed
 * instead, and the call that waits for an answer rejects with that error.
 *
 * @param ours - whether it is
 */
export function guardReads(stream: PgStream, ours: () => boolean): void {
  for (const read of stream.listeners?.('data') ?? []) {
    stream.off?.('data', read)
    stream.on?.('data', (chunk) => {
      try {
        read.call(stream, chunk)
      } catch (error) {
        if (!ours()) throw error
        stream.destroy(error instanceof Error ? error : new Error(String(error)))
      }
    })
  }
}
