/** Freezes a value with all that it holds. Without recursion: how deep claims are nested, whoever wrote the token says. */
export function deepFreeze<T>(value: T): T {
  const open: unknown[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue
    Object.freeze(next)
    for (const inner of Object.values(next)) open.push(inner)
  }
  return value
}
