/**
 * What all copies of a package in one process share: an application has several where `import` and `require` both
 * lead to it, or where a bundler puts one into each of its bundles. A session of one copy is a session to the other,
 * and two drivers over one connection know the same of it.
 *
 * @param name - of the value, with a number that changes when its shape does, so that two versions share nothing
 *   that they understand differently
 * @param make - makes it for the first copy
 */
export function sharedByCopies<T>(name: string, make: () => T): T {
  const key = Symbol.for(`rowauth: ${name}`)
  if (!Object.hasOwn(globalThis, key)) Object.defineProperty(globalThis, key, { value: make() })
  return Reflect.get(globalThis, key) as T
}
