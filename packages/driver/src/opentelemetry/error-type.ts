/** An error and what caused it, as far as that is told. */
function* chain(error: unknown): Generator<Error> {
  let at = error
  for (let depth = 0; at instanceof Error && depth < 8; depth += 1) {
    yield at
    at = at.cause
  }
}

/** The SQLSTATE of the database's error, which may stand behind a wrapper's. */
export function sqlState(error: unknown): string | undefined {
  for (const link of chain(error)) {
    const { code } = link as { code?: unknown }
    if (typeof code === 'string' && 'severity' in link) return code
  }
  return undefined
}

/** What groups errors: the SQLSTATE, the code of another error, or else its name. */
export function errorType(error: unknown): string {
  const state = sqlState(error)
  if (state !== undefined) return state
  if (!(error instanceof Error)) return '_OTHER'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
