import type { PgResult } from '../pg-types.js'

/** pg keeps the first word of a command tag alone, and hands out its results as they are. */
const tags = new WeakMap<PgResult, string>()

export function noteCommandTag(result: PgResult, tag: string | undefined): PgResult {
  if (tag !== undefined) tags.set(result, tag)
  return result
}

/** What the server said of a statement when it was done: `INSERT 0 1`; undefined for an empty one. */
export function commandTag(result: PgResult): string | undefined {
  return tags.get(result)
}
