import { authSchemaSql } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBetterAuth } from '../../../../examples/guides/test/support/better-auth-server.js'
import { diagnose } from '../../src/doctor/diagnose.js'
import { type OwnServer, startOwnServer } from './support/own-server.js'
import { soundSchema } from './support/sound-database.js'

let own: OwnServer
let client: pg.Client

beforeAll(async () => {
  own = await startOwnServer(`${authSchemaSql()} ${soundSchema}
    create role web login noinherit password 'secret';
    grant authenticated, anonymous to web`)
  client = own.client
  // Its tables, as it makes them itself, beside those of the application.
  await (await startBetterAuth(own.server.connectionString, 'public')).close()
})
afterAll(() => own?.[Symbol.asyncDispose]())

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
