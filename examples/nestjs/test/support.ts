import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { authSchemaSql } from '@rowauth/core'
import { createTestIssuer, startPostgres, type TestIssuer } from '@rowauth/testing'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

export interface Application {
  /** The database as its owner. */
  readonly owner: pg.Client
  readonly ownerUrl: string
  /** The role that the application logs in as. */
  readonly login: string
  readonly issuer: TestIssuer
  readonly process: ChildProcess
  /** Sends a request as the user of a token; without one as a visitor. */
  call(token: string | undefined, path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** Boots the built application as its container would, on a database of its own. */
export async function startApplication(): Promise<Application> {
  const server = await startPostgres()
  const owner = new pg.Client({ connectionString: server.connectionString })
  await owner.connect()
  await owner.query(authSchemaSql())
  await migrate(drizzle({ client: owner }), { migrationsFolder })
  const login = `app_${randomBytes(6).toString('hex')}`
  await owner.query(`create role ${login} login noinherit password 'app'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  const database = new URL(server.connectionString)
  database.username = login
  database.password = 'app'

  const issuer = await createTestIssuer({ audience: 'notes' })
  const settings = { DATABASE_URL: database.href, JWKS_URL: issuer.jwksUrl, ISSUER: issuer.issuer, PORT: '0' }
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const listening = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const [url] = await Promise.race([
    listening,
    exited.then(() => Promise.reject(new Error('It did not start.'))),
  ])
  return {
    owner,
    ownerUrl: server.connectionString,
    login,
    issuer,
    process: child,
    call: (token, path, init = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      }),
    async close() {
      child.kill('SIGTERM')
      await exited
      await issuer.close()
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}
