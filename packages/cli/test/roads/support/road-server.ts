import { randomBytes } from 'node:crypto'
import { startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { type ExtensionFiles, installExtension } from './install-extension.js'
import { execute, rename } from './statements.js'

type Version = NonNullable<NonNullable<Parameters<typeof startEmbeddedPostgres>[0]>['version']>

export interface RoadServerOptions {
  /** Major version of PostgreSQL. Absent: the one that the tests are given. */
  readonly version?: Version | undefined
  /** What the superuser of the provider is called. */
  readonly superuser: string
}

/** A database as a connection string for each of its logins. */
export interface DatabaseUrls {
  readonly name: string
  /** The connection string of the superuser. */
  readonly superuser: string
  /** The connection string of a role that logs in with the password that fixtures give. */
  as(role: string): string
}

/** Of every role that a fixture lets log in. */
const rolePassword = 'road'

/**
 * Starts a server of its own: the roads have roles with fixed names, which other tests use as well, and providers
 * whose `postgres` is no superuser.
 */
export async function openRoadServer({ version, superuser }: RoadServerOptions) {
  const server = await startEmbeddedPostgres(version === undefined ? {} : { version })
  const names = new Set<string>()
  const urlOf = (database: string, user: string, password?: string) => {
    const url = new URL(server.connectionString)
    url.username = encodeURIComponent(user)
    if (password !== undefined) url.password = password
    url.pathname = `/${encodeURIComponent(database)}`
    return url.href
  }

  let major: number
  try {
    await rename(server.connectionString, superuser)
    major = await majorOf(urlOf('template1', superuser))
  } catch (error) {
    await server.stop()
    throw error
  }

  /** For what belongs to the whole server: roles. */
  const superuserUrl = urlOf('template1', superuser)

  return {
    superuserUrl,
    /** As in 18. */
    major,
    query: execute,
    /** Makes an empty database. */
    async createDatabase(owner = superuser): Promise<DatabaseUrls> {
      const name = `road_${randomBytes(4).toString('hex')}`
      names.add(name)
      await execute(
        superuserUrl,
        `create database ${name} owner ${pg.escapeIdentifier(owner)} template template0`,
      )
      return {
        name,
        superuser: urlOf(name, superuser),
        as: (role) => urlOf(name, role, rolePassword),
      }
    },
    /** Puts the files of an extension where `create extension` finds them. */
    installExtension: (files: ExtensionFiles) => installExtension(superuserUrl, files),
    close: () => server.stop(),
  }
}

async function majorOf(url: string): Promise<number> {
  const [row] = await execute(url, "select current_setting('server_version_num')::int / 10000 as major")
  return Number(row?.major)
}
