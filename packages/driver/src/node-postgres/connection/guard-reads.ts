import type { PgStream } from '../pg-types.js'
import { asError } from './as-error.js'

/**
 * pg reads what comes in within an event of the socket, where anything that its parser throws ends the process: over a
 * value too large for a string, say, or over a message that is none. While the connection is ours it is closed
 * instead, and the call that waits for an answer rejects with that error.
 *
 * @param isOurs - whether it is
 */
export function guardReads(
  stream: PgStream,
  { isOurs, close }: { isOurs(): boolean; close(reason: Error): void },
): void {
  for (const read of stream.listeners?.('data') ?? []) {
    stream.off?.('data', read)
    const guarded = (chunk: never) => {
      try {
        read.call(stream, chunk)
      } catch (error) {
        if (!isOurs()) throw error
        close(asError(error))
      }
    }
    // As `once` marks its listeners: whoever has put it there can still take it away.
    stream.on?.('data', Object.assign(guarded, { listener: read }))
  }
}
