import { createIssuer, generateSigningKey } from '@rowauth/core'
import { startNeonLocal } from '@rowauth/neon-local'
import { startTodoDatabase } from '../../support/todo-database.js'

/** A database of todos behind an HTTP endpoint, and a token of each of two users. */
export async function startTodoEndpoint() {
  const database = await startTodoDatabase()
  const local = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
  const { privateJwk } = await generateSigningKey()
  const { sign, jwks } = createIssuer({ privateJwk })
  const { username, password, pathname } = new URL(database.url)
  return {
    settings: {
      url: `postgresql://${username}:${password}@db.example${pathname}`,
      endpoint: local.url,
      wsProxy: local.wsProxy,
      jwks,
    },
    tokens: { alice: await sign({ sub: 'alice' }), bob: await sign({ sub: 'bob' }) },
    async close() {
      await local.close()
      await database.close()
    },
  }
}

export type TodoEndpoint = Awaited<ReturnType<typeof startTodoEndpoint>>
