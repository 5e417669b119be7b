/** A name as a quoted identifier of SQL text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Postgres text holds neither U+0000 nor half of a surrogate pair. */
export function isPostgresText(value: unknown): value is string {
  return typeof value === 'string' && !/\0|\p{Surrogate}/u.test(value)
}
