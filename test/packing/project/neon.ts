import { neonConfig, Pool } from '@neondatabase/serverless'
import { authSchemaSql, createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, startPostgres } from '@rowauth/testing'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-serverless'
import pg from 'pg'
import { WebSocket } from 'ws'
import { openDatabase } from './database.js'

/** Opens the database of docs/neon.md in both modes, and one over a WebSocket, on a local endpoint, and prints who they say there is. */
async function main(): Promise<unknown> {
  await using server = await startPostgres()
  await using issuer = await createTestIssuer()
  const owner = new pg.Client({ connectionString: server.connectionString })
  await owner.connect()
  await owner.query(authSchemaSql())
  await owner.end()
  await using local = await startNeonLocal({
    connectionString: server.connectionString,
    jwks: issuer.jwksUrl,
    passwordLogin: true,
  })
  neonConfig.fetchEndpoint = local.url
  const { username, password, pathname } = new URL(server.connectionString)
  const verifier = createVerifier({ jwks: issuer.jwksUrl })
  const token = await issuer.token({ sub: 'alice' })
  const who = async (mode: 'claims' | 'token', login: string) => {
    const db = openDatabase(`postgresql://${login}@db.example${pathname}`, mode, verifier)
    const { rows } = await db.$withAuth(token).execute(sql`select current_user as role, auth.user_id() as id`)
    return rows[0]
  }
  neonConfig.webSocketConstructor = WebSocket
  neonConfig.wsProxy = () => local.wsProxy
  neonConfig.useSecureWebSocket = false
  const pool = new Pool({ connectionString: server.connectionString })
  try {
    const overWebSocket = await withAuth(drizzle({ client: pool }), { verifier })
      .$withAuth(token)
      .transaction((tx) => tx.execute(sql`select current_user as role, auth.user_id() as id`))
    return [
      await who('claims', `${username}:${password}`),
      await who('token', 'authenticated'),
      overWebSocket.rows[0],
    ]
  } finally {
    await pool.end()
  }
}

console.log(JSON.stringify(await main()))
