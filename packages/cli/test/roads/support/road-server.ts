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
  /** The connection string of a role that logs in with {@link rolePassword}. */
  as(role: string): string
}

/** The password of every role that a fixture lets log in. */
export const rolePassword = 'road'

/**
 * Starts a server of its own: the roads have roles with fixed names, which other tests use as well, and providers
 * whose `postgres` is no superuser.
 */
export async function openRoadServer({ version, superuser }: RoadServerOptions) {
  const server = await startEmbeddedPostgres(version === undefined ? {} : { version })
  const names = new Set<string>()
  try {
    await rename(server.connectionString, superuser)
  } catch (error) {
    await server.stop()
    throw error
  }

  const urlOf = (database: string, user: string, password?: string) => {
    const url = new URL(server.connectionString)
    url.username = encodeURIComponent(user)
    if (password !== undefined) url.password = password
    url.pathname = `/${encodeURIComponent(database)}`
    return url.href
  }
  /** For what belongs to the whole server: roles. */
  const superuserUrl = urlOf('template1', superuser)

  return {
    superuserUrl,
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

export type RoadServer = Awaited<ReturnType<typeof openRoadServer>>
