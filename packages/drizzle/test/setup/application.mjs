// A short-lived application on the built packages: `node application.mjs <client> <what it does after its query>`.
import { neon, neonConfig } from '@neondatabase/serverless'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle as overNeon } from 'drizzle-orm/neon-http'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import pg from 'pg'
import postgres from 'postgres'

const [, , kind, after] = process.argv
const { DATABASE_URL, ENDPOINT } = process.env
const todos = pgTable('todos', { owner: text().notNull(), title: text().notNull() })

const clients = {
  async pool() {
    const client = new pg.Pool({ connectionString: DATABASE_URL, allowExitOnIdle: true })
    return { db: overPg({ client }), end: () => client.end() }
  },
  async client() {
    const client = new pg.Client({ connectionString: DATABASE_URL })
    await client.connect()
    return { db: overPg({ client }), end: () => client.end() }
  },
  async 'postgres.js'() {
    const client = postgres(DATABASE_URL)
    return { db: overPostgresJs({ client }), end: () => client.end() }
  },
  async 'neon-http'() {
    neonConfig.fetchEndpoint = ENDPOINT
    const { username, password, pathname } = new URL(DATABASE_URL)
    const client = neon(`postgresql://${username}:${password}@db.example${pathname}`)
    return { db: overNeon({ client }), end: async () => {} }
  },
}

const { db: plain, end } = await clients[kind]()
const db = withAuth(plain)
const mine = db.$withAuth(trustClaims({ sub: 'alice' }))
await mine.select().from(todos)
if (after === 'more') for (let time = 0; time < 5; time += 1) await mine.select().from(todos)
if (after === 'exit') process.exit()
if (after === 'end' || after === 'more') await end()
console.log('done')
