import { createHmac, randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { migrateForDatabaseMode, registerKeys } from './database-mode.mjs'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** The role that the application logs in as: without rights of its own. */
const login = 'rowauth_todo'

/**
 * Brings a database up to date, given the connection string of its owner, and makes the login role. With
 * `VERIFICATION=database` it is a database that verifies tokens itself.
 *
 * @param {string} ownerUrl
 * @param {string} signingKeys what the application is given as `SIGNING_KEYS`
 * @returns {Promise<string>} the connection string for the application. The one that was given, where it is not an
 *   owner's: then the database has to be ready.
 */
export async function prepareDatabase(ownerUrl, signingKeys) {
  const { VERIFICATION: verification = 'application' } = process.env
  if (!URL.canParse(ownerUrl)) throw new Error('DATABASE_URL is not a connection string: postgresql://…')
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select has_database_privilege(current_database(), 'create') as is_owner,
         to_regclass('public.todos') is not null as is_ready`,
    )
    if (!rows[0].is_owner) {
      if (rows[0].is_ready) return ownerUrl
      throw new Error('The database has no tables yet: start once with the connection string of its owner.')
    }
    client.on('notice', () => {})
    if (verification === 'database') await migrateForDatabaseMode(client, migrationsFolder)
    else await migrate(drizzle({ client }), { migrationsFolder })
    const mark = await client.query(`select obj_description('auth'::regnamespace, 'pg_namespace') as mode`)
    if (!mark.rows[0].mode.endsWith(`, ${verification}`))
      throw new Error(`This is no database for VERIFICATION=${verification}: see \`npx rowauth switch\`.`)
    const url = new URL(ownerUrl)
    for (const name of ['user', 'password']) url.searchParams.delete(name)
    // The same at every start, if the owner has a password: a second application on this database goes on.
    const password = createHmac('sha256', client.password || randomBytes(24))
      .update(login)
      .digest('base64url')
    const exists = await client.query('select from pg_roles where rolname = $1', [login])
    if (exists.rowCount === 0) await client.query(`create role ${login} noinherit`)
    await client.query(`alter role ${login} login password '${password}'`)
    await client.query(`grant authenticated, anonymous to ${login}`)
    if (verification === 'database') {
      await registerKeys(client, signingKeys)
      await client.query(`grant usage on schema auth to ${login}`)
      await client.query(`grant execute on function auth.open_session(text) to ${login}`)
    }
    url.username = login
    url.password = password
    const used = new pg.Client({ connectionString: url.href }).user
    if (used !== login)
      throw new Error('DATABASE_URL has no place for another user: use postgresql://user:password@host/…')
    return url.href
  } finally {
    await client.end()
  }
}
