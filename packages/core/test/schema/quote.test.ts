import { quoteLiteral } from '@rowauth/core/internal'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { column, rolledBack } from './support/database.js'

let server: TestServer
let client: pg.Client

beforeAll(async () => {
  server = await startPostgres()
  client = new pg.Client(server.connectionString)
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await server.stop()
})

const texts = [
  '',
  'plain',
  "it's",
  "'; drop table t; --",
  'back\\slash',
  "\\'",
  '\\\\',
  '$$',
  '$rowauth$',
  'ä€😀\n\t',
]

test.each(['on', 'off'])(
  'a literal reads as its text with standard_conforming_strings = %s',
  async (setting) => {
    await rolledBack(client, async () => {
      await client.query(
        `set local standard_conforming_strings = ${setting}; set local escape_string_warning = off`,
      )
      for (const text of texts) expect(await column(client, `select ${quoteLiteral(text)}`)).toEqual([text])
    })
  },
)

test('a literal stays within the dollar-quoted body around it', async () => {
  for (const text of texts) {
    await rolledBack(client, async () => {
      await client.query(`do $$ begin perform set_config('app.text', ${quoteLiteral(text)}, true); end $$`)
      expect(await column(client, `select current_setting('app.text')`)).toEqual([text])
    })
  }
})
