import { authSchemaSql } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBetterAuth } from '../../../../examples/guides/test/support/better-auth-server.js'
import { diagnose } from '../../src/doctor/diagnose.js'
import { soundSchema } from './support/sound-database.js'

let server: EmbeddedPostgres
let client: pg.Client

beforeAll(async () => {
  server = await startEmbeddedPostgres()
  client = new pg.Client(server.connectionString)
  await client.connect()
  await client.query(`${authSchemaSql()} ${soundSchema}
    create role web login noinherit password 'secret';
    grant authenticated, anonymous to web`)
  // Its tables, as it makes them itself, beside those of the application.
  await (await startBetterAuth(server.connectionString, 'public')).close()
})
afterAll(async () => {
  await client?.end()
  await server?.stop()
})

const exposed = async () => {
  const findings = await diagnose(client, { appRole: 'web' })
  return findings.filter(({ number }) => number === 101)
}

test("Better Auth's tables need nothing, until roles are granted all tables; then it says what keeps them out", async () => {
  expect(await exposed()).toEqual([])
  await client.query('grant select on all tables in schema public to authenticated, anonymous')
  const found = await exposed()
  const names = [
    '"user"',
    'session',
    'account',
    'verification',
    'jwks',
    'organization',
    'member',
    'invitation',
  ]
  expect(found.map(({ object }) => object).sort()).toEqual(names.map((name) => `table public.${name}`).sort())
  await client.query(`revoke all on ${names.join(', ')} from authenticated, anonymous`)
  expect(await exposed()).toEqual([])
})
