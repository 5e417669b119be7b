import { is, SQL, type SQLChunk, StringChunk } from 'drizzle-orm'
import { chunkText } from './chunk-text.js'

const chunk = (text: string) => new StringChunk(text)

/**
 * The chunks of an expression with the parentheses around operands that drizzle-orm 1.0 writes and 0.45 leaves out: without them
 * `and(sql`a or b`, c)` and `not(sql`a and b`)` say something else.
 */
export function grouped(chunks: readonly SQLChunk[]): readonly SQLChunk[] {
  const [first, second, third] = chunks
  if (chunks.length === 3 && chunkText(first) === '(' && is(second, SQL) && chunkText(third) === ')') {
    return junction(second.queryChunks) ?? chunks
  }
  if (chunks.length === 2 && chunkText(first) === 'not ' && second !== undefined) {
    return [chunk('not ('), second, chunk(')')]
  }
  const nullTest = /^ is (not )?null$/.exec(chunkText(second) ?? '')?.[0]
  if (chunks.length === 2 && nullTest !== undefined && first !== undefined) {
    return [chunk('('), first, chunk(`${nullTest})`)]
  }
  return chunks
}

/** What `and` and `or` of 0.45 join. */
function junction(chunks: readonly SQLChunk[]): SQLChunk[] | undefined {
  const operator = chunkText(chunks[1])
  if (chunks.length % 2 === 0 || (operator !== ' and ' && operator !== ' or ')) return undefined
  if (!chunks.every((each, i) => i % 2 === 0 || chunkText(each) === operator)) return undefined
  return [chunk('(('), ...chunks.map((each, i) => (i % 2 === 0 ? each : chunk(`)${operator}(`))), chunk('))')]
}
