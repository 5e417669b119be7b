import type { PgStream } from '../pg-types.js'

/** The type of a Flush (PostgreSQL manual, section 55.7). */
const flush = 0x48

/**
 * Gives what `write` writes to a stream to it as one chunk: one record where the connection is encrypted, and one frame
 * on a WebSocket. pg writes each protocol message by itself. Neon's `sync()` puts a Flush before the Sync, so that the
 * server would answer in two parts, the first one before it has committed: that one is left out.
 *
 * @throws what `write` throws; nothing was written then
 */
export function asOneChunk(stream: PgStream, write: () => void): void {
  const { write: send } = stream
  const chunks: Uint8Array[] = []
  stream.write = (chunk) => chunk[0] === flush || chunks.push(chunk) > 0
  try {
    write()
  } finally {
    stream.write = send
  }
  stream.write(concatenated(chunks))
}

/** Not by Buffer, which not every runtime has. */
function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
