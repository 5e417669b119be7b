/**
 * Parsers and what else a client keeps for itself are there or not; what is in them is no answer. The `state` of
 * postgres.js is the id of the connection with the secret that cancels its queries, which a handle keeps.
 */
const kept: ReadonlySet<string> = new Set(['_types', '_parsers', 'RowCtor', 'state'])

/** All that can be seen of a result: its properties, with those that are not enumerable, and its rows. */
export function shapeOf(value: unknown): unknown {
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date || value instanceof Uint8Array) return value
  const own = Object.getOwnPropertyDescriptors(value)
  const shapes = Object.entries(own).map(([name, { enumerable, value: inner }]) => [
    enumerable ? name : `(${name})`,
    kept.has(name) ? typeof inner : shapeOf(inner),
  ])
  return { ...Object.fromEntries(shapes), isArray: Array.isArray(value) }
}
