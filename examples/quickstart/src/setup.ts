import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { authSchemaSql } from '@rowauth/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

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
    // #region setup
    await client.query(authSchemaSql())
    await migrate(drizzle(client), { migrationsFolder })
    await client.query(`
      create role app login noinherit password ${client.escapeLiteral(password)};
      grant authenticated, anonymous to app;
    `)
    // #endregion setup
  } finally {
    await client.end()
  }
  const url = new URL(ownerUrl)
  url.username = 'app'
  url.password = password
  return url.href
}
