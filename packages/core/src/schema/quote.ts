const maxNameBytes = 63

/**
 * An SQL name: as it stands where `plain` lists it, quoted otherwise.
 *
 * Names outside the list are quoted even if they look simple, since each major version reserves other words.
 */
export function quoteName(name: string, plain: ReadonlySet<string>): string {
  return plain.has(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/**
 * An SQL string literal that reads the same under either value of `standard_conforming_strings`, and that cannot
 * end a dollar-quoted body around it.
 */
export function quoteLiteral(text: string): string {
  const quoted = text.replaceAll("'", "''")
  if (!/[\\$]/.test(quoted)) return `'${quoted}'`
  return `E'${quoted.replaceAll('\\', '\\\\').replaceAll('$', '\\x24')}'`
}

/** @throws TypeError when PostgreSQL could not hold the name, or would take it for something else */
export function assertName(
  name: unknown,
  option: string,
  reserved: readonly string[] = [],
): asserts name is string {
  const refuse = (why: string) => new TypeError(`\`${option}\` must ${why}.`)
  if (typeof name !== 'string') throw refuse('be a string')
  if (name === '') throw refuse('not be empty')
  if (name.includes('\0')) throw refuse('not hold a NUL character')
  if (/\p{Surrogate}/u.test(name)) throw refuse('be well-formed Unicode')
  if (new TextEncoder().encode(name).length > maxNameBytes) {
    throw refuse(`not be longer than ${maxNameBytes} bytes`)
  }
  if (name.startsWith('pg_')) throw refuse('not start with "pg_", which PostgreSQL reserves')
  if (reserved.includes(name)) throw refuse(`not be "${name}", which PostgreSQL reserves`)
}
