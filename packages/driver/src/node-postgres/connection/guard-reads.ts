import type { PgStream } from '../pg-types.js'

/**
 * pg reads what comes in within an event of the socket, where anything that its parser throws ends the process: over a
 * value too large for a string, say, or over a message that is none. While a message of ours waits for its answer,
 * the connection is closed instead, and the call rejects with that error.
 *
 * @param isWaiting - whether one does
 */
export function guardReads(
  stream: PgStream,
  { isWaiting, close }: { isWaiting(): boolean; close(reason: Error): void },
): void {
  for (const read of stream.listeners?.('data') ?? []) {
    stream.off?.('data', read)
    stream.on?.('data', (chunk) => {
      try {
        read.call(stream, chunk)
      } catch (error) {
        if (!isWaiting()) throw error
        close(error instanceof Error ? error : new Error(String(error)))
      }
    })
  }
}
