import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'

/**
 * One server for the whole run, handed to every test file as DATABASE_URL. The auth schema is applied once up
 * front, because roles belong to the whole server and test files run side by side.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  try {
    await client.query(authSchemaSql())
  } finally {
    await client.end()
  }
  process.env.DATABASE_URL = server.connectionString
  return () => server.stop()
}
