import type { Rights } from './rights.js'

/** What differs between two looks at a database, as `aspect: name` with what it is now; undefined: gone. */
export function rightsDiff(before: Rights, after: Rights): Record<string, unknown> {
  const differences: Record<string, unknown> = {}
  for (const aspect of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[aspect] ?? {}, after[aspect] ?? {}]
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (JSON.stringify(old[name]) !== JSON.stringify(now[name])) {
        differences[`${aspect}: ${name}`] = now[name]
      }
    }
  }
  return differences
}
