import type { PgStream } from '../pg-types.js'

/**
 * Gives what `write` writes to a stream to it as one chunk. pg writes each protocol message by itself; a chunk each
 * costs the process more than the messages do, a record each where the connection is encrypted, and a frame each on a
 * WebSocket.
 *
 * @throws what `write` throws; nothing was written then
 */
export function asOneChunk(stream: PgStream, write: () => void): void {
  const { write: send } = stream
  const chunks: Uint8Array[] = []
  stream.write = (chunk) => chunks.push(chunk) > 0
  try {
    write()
  } finally {
    stream.write = send
  }
  stream.write(Buffer.concat(chunks))
}
