import pg from 'pg'
import { CliError } from '../cli-error.js'

/**
 * Runs a function with a connection and closes it.
 *
 * @param database - a connection string or a node-postgres config; never printed: it may hold a password
 * @param name - what it is called in an error
 * @throws {CliError} `database_unreachable` when there is no connection; what `run` throws
 */
export async function withDatabase<T>(
  database: string | pg.ClientConfig,
  run: (client: pg.Client) => Promise<T>,
  name = 'The database',
): Promise<T> {
  const client = await connect(database, name)
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

async function connect(database: string | pg.ClientConfig, name: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      ...(typeof database === 'string' ? { connectionString: database } : database),
      application_name: 'rowauth',
      connectionTimeoutMillis: 15_000,
    })
    // A connection that breaks while nothing runs is reported by the next query.
    client.on('error', () => {})
    await client.connect()
    return client
  } catch (cause) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
    throw new CliError(
      'database_unreachable',
      `${name} cannot be reached${typeof code === 'string' ? ` (${code})` : ''}.`,
      { hint: 'Check the connection string: host, port, database, role and password.', cause },
    )
  }
}
