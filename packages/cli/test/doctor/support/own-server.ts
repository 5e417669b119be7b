import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'

/** A server of a test's own, for what concerns all databases of a server, with a connection of its superuser. */
export interface OwnServer extends AsyncDisposable {
  readonly server: EmbeddedPostgres
  readonly client: pg.Client
}

/** @param statements - run in the database `postgres`, one after the other */
export async function startOwnServer(...statements: readonly string[]): Promise<OwnServer> {
  const server = await startEmbeddedPostgres()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      await client.end()
      await server.stop()
    },
  }
}
