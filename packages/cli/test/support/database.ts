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
    async close(): Promise<void> {
      const owner = server.connectionString
      for (const role of Object.values(roles)) {
        const found = await query(owner, `select from pg_roles where rolname = '${role}'`)
        if (found.length === 0) continue
        const databases = await query(
          owner,
          "select datname from pg_database where datname like 'rowauth_test_%'",
        )
        for (const { datname } of databases) {
          const url = new URL(owner)
          url.pathname = String(datname)
          // A database of another test file may be gone by now.
          await query(url.href, `drop owned by "${role}"`).catch((error: unknown) => {
            if (!(error instanceof Error && Reflect.get(error, 'code') === '3D000')) throw error
          })
        }
        await query(owner, `drop role "${role}"`)
      }
      await server.stop()
    },
  }
}

export type Server = Awaited<ReturnType<typeof openServer>>
