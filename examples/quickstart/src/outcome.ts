import { AuthError } from '@rowauth/core'

/** SQLSTATEs that the demo meets, in words. */
const conditions = new Map<unknown, string>([
  ['42501', 'insufficient privilege'],
  ['42601', 'one statement at a time'],
])

/** What a call gave, in a few words: titles of todos, or the code of the refusal. */
export async function outcomeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    return describe(await run())
  } catch (error) {
    return `refused: ${codeOf(error)}`
  }
}

function describe(result: unknown): string {
  if (!Array.isArray(result)) return String(result)
  if (result.length === 0) return 'no rows'
  return result.map((row) => row.title).join(', ')
}

function codeOf(error: unknown): string {
  if (error instanceof AuthError) return error.code
  // Drizzle wraps the errors of PostgreSQL, whose SQLSTATE is what counts.
  const inner = error instanceof Error ? (error.cause ?? error) : error
  if (inner instanceof Error && 'code' in inner)
    return `${inner.code} ${conditions.get(inner.code) ?? ''}`.trim()
  throw error
}
