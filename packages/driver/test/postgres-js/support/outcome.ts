import type { PostgresJsResult } from '@rowauth/driver/postgres-js'

/** A result with what is not enumerable of it, to compare that of postgres.js with ours. */
function described(result: unknown): unknown {
  const list = result as PostgresJsResult
  const { command, count, columns, statement } = list
  const plainColumns = columns?.map(({ name, table, number, type, parser }) => ({
    name,
    table,
    number,
    type,
    parsed: parser !== undefined,
  }))
  return { rows: [...list], command, count, columns: plainColumns, text: statement?.string }
}

/** Where in the server's sources an error comes from, by what message, and what we were asked. */
const ofNoMatter = new Set([
  'where',
  'file',
  'line',
  'routine',
  'query',
  'parameters',
  'args',
  'types',
  'stack',
])

/** What became of a query: its result, or its error with what it says. */
export async function outcome(sent: PromiseLike<unknown>): Promise<unknown> {
  try {
    return described(await sent)
  } catch (error) {
    const { name, message } = error as Error
    const fields = Object.entries(error as object).filter(([field]) => !ofNoMatter.has(field))
    return { name, message, ...Object.fromEntries(fields) }
  }
}
