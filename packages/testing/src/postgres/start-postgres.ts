import { assertOptions } from '@rowauth/core/internal'
import { bundledMajor, type PostgresMajor } from '../embedded/locate-binaries.js'
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.js'
import { serverMajor } from './connection-string.js'
import { startContainer } from './container.js'
import { openTestServer, type ServerSource, type TestServer } from './test-server.js'

const majors: readonly number[] = [14, 15, 16, 17, 18] satisfies PostgresMajor[]

function isMajor(version: number): version is PostgresMajor {
  return majors.includes(version)
}

function defaultVersion(): PostgresMajor {
  const text = process.env.PG_MAJOR
  if (text === undefined || text === '') return bundledMajor
  const version = Number(text)
  if (!isMajor(version)) throw new Error(`PG_MAJOR must be one of ${majors.join(', ')}.`)
  return version
}

async function givenServer(wanted: PostgresMajor | undefined): Promise<ServerSource | undefined> {
  const connectionString = process.env.DATABASE_URL
  if (connectionString === undefined || connectionString === '') return undefined
  let version: number
  try {
    version = await serverMajor(connectionString)
  } catch (cause) {
    throw new Error('DATABASE_URL is set, but its server cannot be used.', { cause })
  }
  return wanted === undefined || wanted === version ? { connectionString, version } : undefined
}

async function embeddedServer(version: PostgresMajor): Promise<ServerSource> {
  const { connectionString, stop } = await startEmbeddedPostgres({ version })
  return { connectionString, version, release: stop }
}

/**
 * Gives a test file a real PostgreSQL with an empty database of its own: on the server of `DATABASE_URL` if that
 * is set (a role that may create databases), else in a container where a container runtime answers and
 * `testcontainers` is installed, else on an embedded server. A server that was started ends with
 * {@link TestServer.stop}, or with the process.
 *
 * @param options - `version`: the major version that it must be. Absent: what `DATABASE_URL` has; for a server
 *   that is started, the environment variable `PG_MAJOR`, or 18
 * @throws {Error} when `DATABASE_URL` is set and does not answer, or when there is no way to the version
 * @example
 * const server = await startPostgres()
 * const pool = new pg.Pool({ connectionString: server.connectionString })
 */
export async function startPostgres(options: { version?: PostgresMajor } = {}): Promise<TestServer> {
  assertOptions('startPostgres()', options, { version: true })
  const version = options.version ?? defaultVersion()
  const source =
    (await givenServer(options.version)) ?? (await startContainer(version)) ?? (await embeddedServer(version))
  return openTestServer(source)
}
