import { authSchemaSql } from '@rowauth/core'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diagnose, diagnoseAll } from '../../src/doctor/diagnose.js'
import type { DiagnoseOptions } from '../../src/doctor/options.js'
import { openServer, type Server } from '../support/database.js'

let server: Server
let url: string
const made: string[] = []

beforeAll(async () => {
  server = await openServer()
  url = await server.createDatabase()
})

afterAll(() => server.close(made))

/** A login role of this test, with what it is to have. */
async function login(name: string, attributes = ''): Promise<string> {
  const role = `${name}_${server.roles.authenticator}`
  made.push(role)
  await server.query(url, `create role ${role} login password 'secret' ${attributes}`)
  return role
}

async function as<Result>(
  role: string | undefined,
  task: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const address = new URL(url)
  if (role !== undefined) {
    address.username = role
    address.password = 'secret'
  }
  const client = new pg.Client(address.href)
  await client.connect()
  try {
    return await task(client)
  } finally {
    await client.end()
  }
}

const options = (): DiagnoseOptions => ({ roles: server.roles })
const seen = (role?: string, more: DiagnoseOptions = {}) =>
  as(role, async (client) => (await diagnoseAll(client, { ...options(), ...more })).circumstances)
const found = (role?: string, more: DiagnoseOptions = {}) =>
  as(role, async (client) =>
    (await diagnose(client, { ...options(), ...more })).map(({ number, object }) => `${number} ${object}`),
  )

test('an administrator, before there is a login role', async () => {
  const superuser = new URL(url).username
  expect(await seen()).toEqual({
    connection: superuser,
    appRole: superuser,
    chosen: 'connection',
    administrator: true,
    tables: 0,
    policies: 0,
  })
})

test('an administrator, and the login role of the auth schema', async () => {
  await server.query(
    url,
    `${authSchemaSql({ roles: server.roles })}
     create table notes (user_id text primary key);
     alter table notes enable row level security;
     create policy own on notes to ${server.roles.authenticated}
       using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);
     create schema drizzle;
     create table drizzle.__drizzle_migrations (id int)`,
  )
  const looksAtLogin = {
    appRole: server.roles.authenticator,
    chosen: 'login role of the auth schema',
    administrator: true,
    tables: 1,
    policies: 1,
  }
  expect(await seen()).toMatchObject(looksAtLogin)
  for (const attributes of ['createrole', 'bypassrls']) {
    const role = await login(attributes, attributes)
    expect(await seen(role)).toEqual({ ...looksAtLogin, connection: role })
  }
})

test('any other connection is taken for that of the application', async () => {
  const role = await login('web')
  expect(await seen(role)).toMatchObject({
    connection: role,
    appRole: role,
    chosen: 'connection',
    administrator: false,
  })
  expect(await found(role)).toContain(`207 role ${role}`)
  const owner = await login('owner')
  await server.query(
    url,
    `do $$ begin execute format('alter database %I owner to ${owner}', current_database()); end $$`,
  )
  expect(await seen(owner)).toMatchObject({ chosen: 'login role of the auth schema', administrator: true })
  await server.query(
    url,
    `do $$ begin execute format('alter database %I owner to %I', current_database(), current_user); end $$`,
  )
})

test('who is named is looked at, whatever it may do', async () => {
  const superuser = new URL(url).username
  expect(await seen(undefined, { appRole: superuser })).toMatchObject({ appRole: superuser, chosen: 'given' })
  expect(await found(undefined, { appRole: superuser })).toContain(`201 role ${superuser}`)
  expect((await found()).filter((finding) => / role /.test(finding))).toEqual([])
  await expect(seen(undefined, { appRole: 'nobody at all' })).rejects.toThrow(RangeError)
})
