import { is, StringChunk } from 'drizzle-orm'

/** The text of a chunk, which is undefined for what is no text. Drizzle 0.45 keeps a list of texts, 1.0 one. */
export function chunkText(chunk: unknown): string | undefined {
  return is(chunk, StringChunk) ? [chunk.value].flat().join('') : undefined
}
