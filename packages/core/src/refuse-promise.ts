/**
 * Refuses a promise where a function of the caller's has to answer at once.
 *
 * @param name - of the function, as the message begins
 * @throws {TypeError} for a promise, whose rejection then is nobody's
 */
export function refusePromise(name: string, value: unknown): void {
  // Claims may have one that is called "then".
  if (typeof value !== 'object' || value === null || !('then' in value) || typeof value.then !== 'function')
    return
  Promise.resolve(value).catch(() => {})
  throw new TypeError(`${name} must not be async: it has returned a promise.`)
}
