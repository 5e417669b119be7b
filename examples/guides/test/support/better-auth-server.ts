import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import pg from 'pg'
import { createAuth } from '../../src/sessions/better-auth.js'
import { endPool } from './end-pool.js'

/** Starts Better Auth on loopback, with its tables in the schema `login` of a database. */
export async function startBetterAuth(ownerUrl: string) {
  const pool = new pg.Pool({ connectionString: ownerUrl, options: '-c search_path=login', max: 2 })
  await pool.query('create schema login')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const auth = createAuth(pool, baseURL, randomBytes(32).toString('hex'))
  server.on('request', toNodeHandler(auth))
  await (await getMigrations(auth.options)).runMigrations()

  /** Signs a person up, and gives the headers of the requests that their browser sends from then on. */
  async function signUp(name: string): Promise<Headers> {
    const body = { name, email: `${name}@example.com`, password: randomBytes(12).toString('hex') }
    const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true })
    const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    return new Headers({ cookie: cookies.join('; ') })
  }

  return {
    auth,
    baseURL,
    pool,
    signUp,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await endPool(pool)
    },
  }
}
