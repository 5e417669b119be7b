import { readFile } from 'node:fs/promises'
import { authSchemaSql } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { openKit } from '../policy/support/kit.js'

/** A server that stops says so to connections that are being closed. */
const quiet = (pool: pg.Pool) =>
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))

/** A server of its own, for the roles have the names of the page. */
export async function startServiceDatabase(
  schema: Record<string, unknown>,
  verification: 'application' | 'database' = 'application',
) {
  const server = await startEmbeddedPostgres()
  const owner = quiet(new pg.Pool({ connectionString: server.connectionString, max: 2 }))
  const run = async (file: string) => owner.query(await readFile(new URL(file, import.meta.url), 'utf8'))
  await owner.query(authSchemaSql({ verification }))
  const kit = await openKit()
  const { statements } = await kit.generate(schema)
  await kit.close()
  await run('service-role.sql')
  for (const statement of statements) await owner.query(statement)
  await run('service-grants.sql')
  await run('audit.sql')
  await owner.query('grant select, insert, update, delete on invoices to authenticated')
  await owner.query("alter role authenticator login password 'app'; alter role worker password 'app'")
  await owner.query(
    "insert into invoices values (1, 'alice', 'open'), (2, 'bob', 'paid'), (3, 'bob', 'open')",
  )
  await owner.query('truncate audit')
  const pools: pg.Pool[] = [owner]
  const poolOf = (login: string) => {
    const url = new URL(server.connectionString)
    url.username = login
    url.password = 'app'
    const pool = new pg.Pool({ connectionString: url.href, max: 2 })
    pools.push(pool)
    return quiet(pool)
  }
  return {
    owner,
    /** Of the application that has users. */
    web: poolOf('authenticator'),
    worker: poolOf('worker'),
    async close() {
      for (const pool of pools) await pool.end()
      await server.stop()
    },
  }
}

export type ServiceDatabase = Awaited<ReturnType<typeof startServiceDatabase>>
