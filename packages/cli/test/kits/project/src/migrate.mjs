import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
try {
  await migrate(drizzle({ client }), { migrationsFolder: 'drizzle' })
  console.log('{ "ok": true }')
} catch (error) {
  // Drizzle wraps what the driver throws.
  const { code, message, hint } = error.cause ?? error
  console.log(JSON.stringify({ ok: false, code, message, hint }))
} finally {
  await client.end()
}
