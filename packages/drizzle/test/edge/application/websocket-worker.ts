// #region worker
import { neonConfig, Pool } from '@neondatabase/serverless'
import { bearerToken, createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { type Settings, todos } from './todos.js'

let verifier: ReturnType<typeof createVerifier> | undefined

export default {
  async fetch(request: Request, settings: WebSocketSettings, context: Context): Promise<Response> {
    // On Neon neither is needed.
    neonConfig.wsProxy = () => settings.wsProxy
    neonConfig.useSecureWebSocket = false
    verifier ??= createVerifier({ jwks: settings.jwks })
    // A Worker's connections end with the request that has opened them.
    const pool = new Pool({ connectionString: settings.url })
    try {
      const mine = withAuth(drizzle({ client: pool }), { verifier }).$withAuth(bearerToken(request.headers))
      const titles = mine.select({ title: todos.title }).from(todos).orderBy(todos.id)
      const within = mine.transaction(async (tx) => {
        const [first] = await tx.select({ title: todos.title }).from(todos).orderBy(todos.id).limit(1)
        return { first: first?.title, count: await tx.$count(todos) }
      })
      return Response.json({ titles: (await titles).map(({ title }) => title), within: await within })
    } catch (error) {
      const { code = 'failed', status = 500 } = error as { code?: string; status?: number }
      return Response.json({ code }, { status })
    } finally {
      context.waitUntil(pool.end())
    }
  },
}
// #endregion worker

interface Context {
  waitUntil(promise: Promise<unknown>): void
}

interface WebSocketSettings extends Settings {
  readonly wsProxy: string
}
