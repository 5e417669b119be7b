import { neon, neonConfig } from '@neondatabase/serverless'
import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-http'
import { bigint, pgTable, text } from 'drizzle-orm/pg-core'

const todos = pgTable('todos', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id').notNull(),
  title: text().notNull(),
})

/** Where the application finds its database and the keys of its users' tokens. */
export interface Settings {
  readonly url: string
  readonly endpoint: string
  readonly jwks: Parameters<typeof createVerifier>[0] extends infer Options
    ? Extract<Options, { jwks?: unknown }>['jwks']
    : never
}

/** An application that reaches its database over HTTP alone: the titles of the todos that somebody sees. */
export function openTodos({ url, endpoint, jwks }: Settings) {
  neonConfig.fetchEndpoint = endpoint
  const db = withAuth(drizzle({ client: neon(url) }), { verifier: createVerifier({ jwks }) })
  return async (token: string | null): Promise<string[]> => {
    const handle = db.$withAuth(token)
    const [rows, count] = await handle.batch([
      handle.select({ title: todos.title }).from(todos).orderBy(todos.id),
      handle.$count(todos),
    ])
    if (rows.length !== count) throw new Error('The two answers are not those of one user.')
    return rows.map(({ title }) => title)
  }
}
