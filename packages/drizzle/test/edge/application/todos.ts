// #region application
import { neon, neonConfig } from '@neondatabase/serverless'
import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-http'
import { bigint, pgTable, text } from 'drizzle-orm/pg-core'

export const todos = pgTable('todos', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  title: text().notNull(),
})

/** The titles of the todos that somebody sees, and their number. */
export function openTodos({ url, endpoint, jwks }: Settings) {
  neonConfig.fetchEndpoint = endpoint
  const db = withAuth(drizzle({ client: neon(url) }), { verifier: createVerifier({ jwks }) })

  return async (token: string | null) => {
    const mine = db.$withAuth(token)
    const [rows, count] = await mine.batch([
      mine.select({ title: todos.title }).from(todos).orderBy(todos.id),
      mine.$count(todos),
    ])
    return { titles: rows.map(({ title }) => title), count }
  }
}
// #endregion application

/** Where the application finds its database, and the keys of its users' tokens. */
export interface Settings {
  readonly url: string
  readonly endpoint: string
  readonly jwks: Extract<Parameters<typeof createVerifier>[0], { jwks: unknown }>['jwks']
}
