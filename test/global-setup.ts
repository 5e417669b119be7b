import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'

/** Each project loads this file anew, so what they share is kept here. */
const started = Symbol.for('rowauth: the test server has started')
const run = globalThis as { [started]?: boolean }

/**
 * One server for the whole run, started for the first project that needs one, handed to every test file as
 * DATABASE_URL. The auth schema is applied once up front, because roles belong to the whole server and test files
 * run side by side.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (run[started] === true) return undefined
  const server = await startPostgres()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  try {
    await client.query(authSchemaSql())
  } finally {
    await client.end()
  }
  process.env.DATABASE_URL = server.connectionString
  run[started] = true
  return () => server.stop()
}
