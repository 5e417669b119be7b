import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** The role that the application logs in as: without rights of its own. */
const login = 'rowauth_todo'

/**
 * Brings a database up to date, given the connection string of its owner, and makes the login role.
 *
 * @param {string} ownerUrl
 * @returns {Promise<string>} the connection string for the application. The one that was given, where it is not an
 *   owner's: then the database has to be ready.
 */
export async function prepareDatabase(ownerUrl) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select has_database_privilege(current_database(), 'create') as is_owner",
    )
    if (!rows[0].is_owner) return ownerUrl
    client.on('notice', () => {})
    await migrate(drizzle({ client }), { migrationsFolder })
    const password = randomBytes(24).toString('base64url')
    const exists = await client.query('select from pg_roles where rolname = $1', [login])
    if (exists.rowCount === 0) await client.query(`create role ${login} noinherit`)
    await client.query(`alter role ${login} login password '${password}'`)
    await client.query(`grant authenticated, anonymous to ${login}`)
    const url = new URL(ownerUrl)
    url.username = login
    url.password = password
    return url.href
  } finally {
    await client.end()
  }
}
