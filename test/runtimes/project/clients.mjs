/** Runs the calls with each client, on whatever runs this file; called as a program it prints what came of it. */
import { PGlite } from '@electric-sql/pglite'
import { neonConfig } from '@neondatabase/serverless'
import { authSchemaSql, createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { drizzle as drizzlePostgresJs } from 'drizzle-orm/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { WebSocket as WebSocketOfNode } from 'ws'
import { outcomes } from './calls.mjs'
import { neonClients } from './neon-clients.mjs'

const { SETTINGS } = process.env
const settings = JSON.parse(SETTINGS)
const { url, jwks, tokens, tables } = settings
const verifier = createVerifier({ jwks })
// Node has one of its own from 22 on; so have the others.
if (typeof WebSocket === 'undefined') neonConfig.webSocketConstructor = WebSocketOfNode
// `require` of postgres.js gives its ESM on Bun.
const openPostgres = typeof postgres === 'function' ? postgres : postgres.default

/** Each client, opened for `outcomes`; only those that are asked for. */
const clients = {
  async 'node-postgres'() {
    const pool = new pg.Pool({ connectionString: url })
    try {
      return await outcomes(withAuth(drizzlePg({ client: pool }), { verifier }), tokens)
    } finally {
      await pool.end()
    }
  },

  async 'postgres-js'() {
    const sql = openPostgres(url)
    try {
      return await outcomes(withAuth(drizzlePostgresJs({ client: sql }), { verifier }), tokens)
    } finally {
      // The connections of the driver stay open, and must not keep the program from ending.
      await sql.end()
    }
  },

  ...neonClients,

  async pglite() {
    const client = await PGlite.create()
    try {
      await client.exec(authSchemaSql())
      await client.exec(tables)
      return await outcomes(withAuth(drizzlePglite({ client }), { verifier }), tokens)
    } finally {
      await client.close()
    }
  },
}

export async function run(names) {
  const results = {}
  for (const name of names) results[name] = await clients[name](settings)
  return results
}

const names = process.argv.slice(2).filter((name) => name in clients)
if (names.length > 0) run(names).then((results) => console.log(JSON.stringify(results)))
