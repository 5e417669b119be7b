import { trustClaims } from '@rowauth/core'
import { claim, withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'

// What each asks as, and the query of all of them, as JSON. Prints the rows of each, or the SQLSTATE.
const { DATABASE_URL, OPTIONS = '{}', WHO = '[]', QUERY = '' } = process.env

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 1 })
const { settings = {}, ...options } = JSON.parse(OPTIONS)
const fromClaims = Object.fromEntries(Object.entries(settings).map(([name, of]) => [name, claim(of)]))
const db = withAuth(drizzle({ client: pool }), { ...options, settings: fromClaims })

const seen = {}
for (const { name, claims, role } of JSON.parse(WHO)) {
  const session = claims === null ? null : trustClaims(claims, role === undefined ? {} : { role })
  seen[name] = await db
    .$withAuth(session)
    .execute(sql.raw(QUERY))
    .then(
      ({ rows }) => rows.map((row) => Object.values(row).join(' ')),
      (error) => (error.cause ?? error).code ?? String(error),
    )
}
await pool.end()
console.log(JSON.stringify(seen))
