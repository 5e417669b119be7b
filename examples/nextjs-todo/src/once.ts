const kept = globalThis as { rowauthTodo?: Map<string, unknown> }
kept.rowauthTodo ??= new Map()
const values = kept.rowauthTodo

/** Makes a thing once per process: Next.js loads a module again for each bundle, and after each change in development. */
export function once<T>(name: string, make: () => T): T {
  if (!values.has(name)) values.set(name, make())
  return values.get(name) as T
}
