/**
 * Reads an option that is a name or a list of names.
 *
 * @param least - how many there must be
 * @throws {TypeError} for anything else, and for an empty name
 */
export function readNames(option: string, value: unknown, least = 1): ReadonlySet<string> | undefined {
  if (value === undefined) return undefined
  const names: unknown = typeof value === 'string' ? [value] : value
  if (
    !Array.isArray(names) ||
    names.length < least ||
    names.some((name) => typeof name !== 'string' || name === '')
  ) {
    // An empty value is a configuration that went missing, never a wish to accept everything.
    throw new TypeError(`\`${option}\` must hold non-empty strings.`)
  }
  return new Set(names)
}
