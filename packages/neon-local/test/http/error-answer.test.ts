import { startPostgres } from '@rowauth/testing'
import pg from 'pg'
import { expect, it } from 'vitest'
import { errorAnswer } from '../../src/http/error-answer.js'

const lose = (client: pg.Client) => client.connection.stream.destroy()

it.each<[string, (client: pg.Client) => Promise<unknown>]>([
  [
    'a statement under way',
    (client) => {
      const query = client.query('select pg_sleep(60)')
      lose(client)
      return query
    },
  ],
  [
    'the next statement',
    async (client) => {
      lose(client)
      await new Promise((resolve) => client.once('end', () => resolve(undefined)))
      return await client.query('select 1')
    },
  ],
])('a connection that was lost is told as that to %s', async (_, run) => {
  const server = await startPostgres()
  const client = new pg.Client(server.connectionString)
  client.on('error', () => {})
  await client.connect()
  const error: unknown = await run(client).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  const { status, body } = errorAnswer(error)
  expect([status, JSON.parse(body).message]).toEqual([500, 'Connection terminated unexpectedly'])
  await server.stop()
})
