/** The SQLSTATE that a query is refused with; Drizzle wraps the database's error. */
export async function sqlState(query: PromiseLike<unknown>): Promise<unknown> {
  try {
    await query
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = at.cause) {
      const code: unknown = Reflect.get(at, 'code')
      if (code !== undefined) return code
    }
    throw error
  }
  return 'no error'
}

/** SQLSTATE of what policies and grants refuse. */
export const denied = '42501'
/** SQLSTATE of policies that read each other's tables. */
export const recursion = '42P17'
