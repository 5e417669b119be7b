import { type PostgresMajor, startPostgres } from '@rowauth/testing'
import pg from 'pg'
import { installAlgorithms } from './algorithms.js'

/** A connection to a database of its own that has the algorithms. */
export async function databaseWithAlgorithms(version?: PostgresMajor) {
  const server = await startPostgres(version === undefined ? {} : { version })
  const client = new pg.Client(server.connectionString)
  await client.connect()
  await installAlgorithms(client)
  return {
    client,
    connectionString: server.connectionString,
    close: async () => {
      await client.end()
      await server.stop()
    },
  }
}
