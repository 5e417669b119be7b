import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrateDatabase } from './migrate.js'

/**
 * Readies a database as its owner: the auth schema, the tables with their policies, and the role that the
 * application logs in as, which may act for users and has no rights of its own.
 *
 * @returns the application's connection string
 */
export async function setUp(ownerUrl: string): Promise<string> {
  const password = randomBytes(18).toString('hex')
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await migrateDatabase(client)
    await client.query(`
      create role app login noinherit password ${client.escapeLiteral(password)};
      grant authenticated, anonymous to app;
    `)
  } finally {
    await client.end()
  }
  const url = new URL(ownerUrl)
  url.username = 'app'
  url.password = password
  return url.href
}
