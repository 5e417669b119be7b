import { neon, neonConfig } from '@neondatabase/serverless'
import { bearerToken, createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-http'
import { pgTable, text } from 'drizzle-orm/pg-core'

export const runtime = 'edge'

const todos = pgTable('todos', { title: text().notNull() })

export async function GET(request) {
  neonConfig.fetchEndpoint = process.env.ENDPOINT
  const db = withAuth(drizzle({ client: neon(process.env.URL_OF_DATABASE) }), {
    verifier: createVerifier({ jwks: JSON.parse(process.env.JWKS) }),
  })
  const rows = await db.$withAuth(bearerToken(request.headers)).select().from(todos)
  return Response.json({ runtime: globalThis.EdgeRuntime, titles: rows.map(({ title }) => title).sort() })
}
