import { appendFile, writeFile } from 'node:fs/promises'
import { authSchemaSql } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'

/** A server on which everybody is who he says, as on many a developer's machine. */
export interface TrustingServer extends EmbeddedPostgres {
  /** Connects to `postgres` as `app`, which has no password and may take the roles of tokens. */
  readonly passwordless: string
}

export async function startTrustingServer(): Promise<TrustingServer> {
  const server = await startEmbeddedPostgres()
  const owner = new pg.Client(server.connectionString)
  await owner.connect()
  const { rows } = await owner.query<{ file: string }>("select current_setting('hba_file') as file")
  await writeFile(rows[0]?.file ?? '', 'host all with_password 127.0.0.1/32 scram-sha-256\n')
  await appendFile(rows[0]?.file ?? '', 'host all all 127.0.0.1/32 trust\n')
  await owner.query('select pg_reload_conf()')
  await owner.query(authSchemaSql())
  await owner.query('create role app login noinherit; create role with_password login noinherit')
  await owner.query('grant authenticated, anonymous to app, with_password')
  await owner.end()
  const passwordless = new URL(server.connectionString)
  passwordless.username = 'app'
  passwordless.password = ''
  return { ...server, passwordless: passwordless.href }
}
