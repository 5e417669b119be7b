/** A function of a user's without arguments that returns one value, the same throughout a query. */
export interface SessionReader {
  readonly oid: string
  /** With its schema, quoted where PostgreSQL quotes it. */
  readonly name: string
  readonly body: string
}

/**
 * Those that ask the session: they call a function of the auth schema, read a setting or call another one that does.
 *
 * @param schema - the auth schema, quoted where PostgreSQL quotes it
 */
export function sessionWrappers(readers: readonly SessionReader[], schema: string): SessionReader[] {
  const asks = new Set([`${schema}.`, 'current_setting('])
  for (;;) {
    const found = readers.filter(({ body }) => [...asks].some((call) => calls(body, call)))
    const before = asks.size
    for (const { name } of found) asks.add(`${name}(`)
    if (asks.size === before) return found
  }
}

function calls(body: string, call: string): boolean {
  const parts = body.toLowerCase().split(call.toLowerCase())
  return parts.slice(0, -1).some((before) => !/[\w"$]$/.test(before))
}
