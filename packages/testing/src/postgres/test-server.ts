import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { otherDatabase, withClient } from './connection-string.js'

/** A real PostgreSQL for one test file. */
export interface TestServer extends AsyncDisposable {
  /** Owner's connection to a database that was made for this call. */
  readonly connectionString: string
  /** Major version, as in 18. */
  readonly version: number
  /** Makes another empty database and returns the owner's connection to it. */
  createDatabase(): Promise<string>
  /** Drops the databases made here and stops what was started; may be called again. */
  stop(): Promise<void>
}

/** Where a server comes from: `release` ends it, if it is ours to end. */
export interface ServerSource {
  readonly connectionString: string
  readonly version: number
  release?(): Promise<void>
}

/** Milliseconds that sessions get to go by themselves, and between looks. */
const parting = 2_000
const look = 25

/**
 * Waits for sessions that are on their way out. `pool.end()` of pg settles before its connections are closed;
 * one that is terminated in that moment raises an error that nobody listens to any more, and ends the process.
 */
async function partingSessions(client: pg.Client, databases: readonly string[]): Promise<void> {
  for (let waited = 0; waited < parting; waited += look) {
    const text = 'select from pg_stat_activity where datname = any($1) and pid <> pg_backend_pid() limit 1'
    const { rowCount } = await client.query(text, [databases])
    if (rowCount === 0) return
    await new Promise((resolve) => setTimeout(resolve, look))
  }
}

/** Makes fresh databases on a server. */
export async function openTestServer(source: ServerSource): Promise<TestServer> {
  const databases: string[] = []

  const createDatabase = async () => {
    const name = `rowauth_test_${randomBytes(8).toString('hex')}`
    databases.push(name)
    // template0 takes no connections, so that nobody's session on it can be in the way.
    await withClient(source.connectionString, (client) =>
      client.query(`create database ${pg.escapeIdentifier(name)} template template0`),
    )
    return otherDatabase(source.connectionString, name)
  }

  const release = async () => {
    await withClient(source.connectionString, (client) => partingSessions(client, databases))
    if (source.release !== undefined) return source.release()
    await withClient(source.connectionString, async (client) => {
      for (const name of databases) {
        await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
      }
    })
  }

  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= release()
    return stopping
  }

  try {
    const connectionString = await createDatabase()
    return { connectionString, version: source.version, createDatabase, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await source.release?.()
    throw error
  }
}
