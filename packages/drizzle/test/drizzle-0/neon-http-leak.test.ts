import { neon, neonConfig } from '@neondatabase/serverless'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer } from '@rowauth/testing'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { expect, it } from 'vitest'
import { rowsOf, startTodoDatabase } from '../support/todo-database.js'

/** Why rowauth does not use Drizzle's own `$withAuth`. When Drizzle fixes it, this test fails and can go. */
it('row 15: Drizzle’s own $withAuth sends one user’s token with another’s query', async () => {
  const database = await startTodoDatabase()
  const issuer = await createTestIssuer()
  const local = await startNeonLocal({ connectionString: database.url, jwks: issuer.jwksUrl })
  try {
    neonConfig.fetchEndpoint = () => local.url
    const db = drizzle({
      client: neon(`postgresql://authenticated@db.example${new URL(database.url).pathname}`),
    })
    const a = db.$withAuth(await issuer.token({ sub: 'alice' }))
    db.$withAuth(await issuer.token({ sub: 'bob' }))
    const leaked = await a.execute(sql`select auth.user_id() as id`)
    expect(rowsOf(leaked)).toEqual([{ id: 'bob' }])
  } finally {
    await local.close()
    await issuer.close()
    await database.close()
  }
})
