import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createIssuer, createVerifier } from '@rowauth/core'
import { createApp } from './app.js'
import { openDatabase } from './database.js'
import { startLocalNeon } from './local-neon.js'
import { migrateDatabase } from './migrate.js'
import { login } from './people.js'
import { signingKey } from './signing-key.js'

/** A running application. */
export interface Running {
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts the application. With `DATABASE_AUTHENTICATED_URL` it runs against that Neon project, in the mode that
 * `AUTH_MODE` names (`claims` by default); with `DATABASE_URL`, the owner's, it migrates first. Without them it
 * brings its own database and endpoint.
 *
 * @param port - 0: any free one
 */
export async function start(port: number): Promise<Running> {
  const { DATABASE_AUTHENTICATED_URL, DATABASE_URL, AUTH_MODE = 'claims' } = process.env
  const issuer = createIssuer({ privateJwk: await signingKey(), audience: 'custom-jwt' })
  const verifier = createVerifier({
    jwks: issuer.jwks,
    audience: 'custom-jwt',
    requiredClaims: ['exp', 'sub'],
  })

  let app: ReturnType<typeof createApp> | undefined
  const server = serve({
    fetch: (request) => app?.fetch(request) ?? new Response(null, { status: 503 }),
    port,
    hostname: '127.0.0.1',
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  let stopDatabase = async () => {}
  let db: ReturnType<typeof openDatabase>
  if (DATABASE_AUTHENTICATED_URL) {
    if (DATABASE_URL) await migrateDatabase(DATABASE_URL)
    db = openDatabase(DATABASE_AUTHENTICATED_URL, AUTH_MODE === 'token' ? 'token' : 'claims', verifier)
  } else {
    const local = await startLocalNeon(`${url}/.well-known/jwks.json`)
    stopDatabase = local.close
    db = openDatabase(local.url, 'token', verifier)
  }
  app = createApp({ issuer, db, login })

  return {
    url,
    async close() {
      await new Promise((resolve) => server.close(resolve))
      await stopDatabase()
    },
  }
}
