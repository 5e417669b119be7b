import { randomBytes } from 'node:crypto'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'

/** Roles belong to the server, which other tests use as well: these are named for one test file. */
export async function openServer() {
  const server = await startPostgres()
  const mark = randomBytes(4).toString('hex')
  const roles = {
    authenticated: `user_${mark}`,
    anonymous: `visitor_${mark}`,
    authenticator: `web_${mark}`,
  }

  async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(url)
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  return {
    ...{ roles, query },
    /** The option that names these roles. */
    rolesOption: [
      '--roles',
      Object.entries(roles)
        .map(([role, name]) => `${role}=${name}`)
        .join(','),
    ],
    createDatabase: server.createDatabase,
    /** Drops the databases, and then the roles, which nothing depends on any more. */
    async close(others: readonly string[] = []): Promise<void> {
      await server.stop()
      for (const role of [...Object.values(roles), ...others]) {
        await query(process.env.DATABASE_URL ?? '', `drop role if exists ${pg.escapeIdentifier(role)}`)
      }
    },
  }
}

export type Server = Awaited<ReturnType<typeof openServer>>
