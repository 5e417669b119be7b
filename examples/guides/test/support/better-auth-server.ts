import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import pg from 'pg'
import { createAuth } from '../../src/sessions/better-auth.js'
import { endPool } from './end-pool.js'

/**
 * Starts Better Auth on loopback, over a pool of its own and with the tables that it makes itself.
 *
 * @param schema - where its tables go
 */
export async function startBetterAuth(ownerUrl: string, schema: 'login' | 'public' = 'login') {
  const pool = new pg.Pool({ connectionString: ownerUrl, options: `-c search_path=${schema}`, max: 2 })
  await pool.query(`create schema if not exists ${schema}`)
  return await serveBetterAuth(pool, async (baseURL, secret) => {
    const auth = createAuth(pool, baseURL, secret)
    await (await getMigrations(auth.options)).runMigrations()
    return auth
  })
}

/** What is used of Better Auth, whatever its plugins and its database. */
type BetterAuth = Pick<ReturnType<typeof createAuth>, 'handler'> & {
  readonly api: Pick<ReturnType<typeof createAuth>['api'], 'signUpEmail'>
}

/**
 * Serves Better Auth on loopback.
 *
 * @param pool - its connections, which end with the server
 */
export async function serveBetterAuth<Auth extends BetterAuth>(
  pool: pg.Pool,
  create: (baseURL: string, secret: string) => Promise<Auth>,
) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const auth = await create(baseURL, randomBytes(32).toString('hex'))
  server.on('request', toNodeHandler(auth))

  /** Signs a person up, and gives the headers of the requests that their browser sends from then on. */
  async function signUp(name: string): Promise<Headers> {
    const body = { name, email: `${name}@example.com`, password: randomBytes(12).toString('hex') }
    const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true })
    const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    return new Headers({ cookie: cookies.join('; ') })
  }

  /** The token that a signed-in browser gets over HTTP. */
  async function tokenOf(headers: Headers): Promise<string> {
    const answer = await fetch(`${baseURL}/api/auth/token`, { headers })
    if (!answer.ok) throw new Error(`GET /api/auth/token answered ${answer.status}.`)
    return ((await answer.json()) as { token: string }).token
  }

  return {
    auth,
    baseURL,
    pool,
    signUp,
    tokenOf,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await endPool(pool)
    },
  }
}
