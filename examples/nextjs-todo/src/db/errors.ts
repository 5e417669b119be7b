/** The SQLSTATE (PostgreSQL manual, appendix A), or what the connection failed with. */
export function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof Error)) return undefined
  // Time-outs of node-postgres have a message only; PostgreSQL's own errors always have a code.
  return 'code' in cause ? String(cause.code) : cause.message
}

/**
 * An error for the log. The message of Drizzle's ends with the parameters of the query, and PostgreSQL's details quote
 * rows: hashes of passwords and what people write do not belong there.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error && 'query' in error && 'params' in error)) return error
  const plain = new Error(`${codeOf(error)}: ${error.query}`)
  plain.stack = `${plain.message}${error.stack?.slice(error.stack.indexOf('\n    at ')) ?? ''}`
  return plain
}
