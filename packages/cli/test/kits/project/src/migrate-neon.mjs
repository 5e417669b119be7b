import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import { migrate } from 'drizzle-orm/neon-http/migrator'

neonConfig.fetchEndpoint = process.env.NEON_ENDPOINT
await migrate(drizzle({ client: neon(process.env.DATABASE_URL) }), { migrationsFolder: 'drizzle' })
console.log('{ "ok": true }')
