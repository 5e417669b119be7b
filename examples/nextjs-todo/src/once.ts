const kept = globalThis as { rowauthTodo?: Map<string, unknown> }
kept.rowauthTodo ??= new Map()
const values = kept.rowauthTodo

/**
 * Makes a thing once per process. Next.js loads a module once for pages and once for the proxy, and again after each
 * change in development. For things without a class of their own: a session of one copy of a library is a stranger to
 * the other copy.
 */
export function once<T>(name: string, make: () => T): T {
  if (!values.has(name)) values.set(name, make())
  return values.get(name) as T
}
