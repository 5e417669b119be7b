import { AUTH_SCHEMA_VERSION, authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let url: string
beforeAll(async () => {
  server = await openServer()
})
beforeEach(async () => {
  url = await server.createDatabase()
})
afterAll(() => server.close())

const marks = () =>
  server.query(
    url,
    `select nspname as schema, obj_description(oid, 'pg_namespace') as mark from pg_namespace
     where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public') order by 1`,
  )
const installed = `rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, application`

describe('rowauth apply', () => {
  test('installs, and changes nothing the second time', async () => {
    const first = await rowauth(['apply', '--url', url])
    expect(first).toMatchObject({
      exitCode: 0,
      out: `ok schema auth is at version ${AUTH_SCHEMA_VERSION}, verification by the application\n`,
      err: '',
    })
    const before = await server.query(url, 'select oid::text, prosrc from pg_proc order by oid')
    expect(await marks()).toEqual([{ schema: 'auth', mark: installed }])
    expect(await rowauth(['apply', '--url', url])).toMatchObject({ exitCode: 0 })
    expect(await server.query(url, 'select oid::text, prosrc from pg_proc order by oid')).toEqual(before)
  })

  test('takes other names, and the connection from the environment', async () => {
    const env = { ...process.env, DATABASE_URL: url }
    const args = ['apply', '--url', '--schema', 'App Auth', ...server.rolesOption, '--json']
    const { exitCode, json } = await rowauth(args, { env })
    expect(exitCode).toBe(0)
    expect(json()).toEqual({
      ok: true,
      version: AUTH_SCHEMA_VERSION,
      names: { schema: 'App Auth', ...server.roles },
      verification: 'application',
    })
    expect(await marks()).toEqual([{ schema: 'App Auth', mark: installed }])
    const check = ['check', '--url', url, '--schema', 'App Auth', ...server.rolesOption]
    expect(await rowauth(check)).toMatchObject({ exitCode: 0 })
  })

  test('leaves nothing behind when it fails at the end', async () => {
    await server.query(url, `create role "${server.roles.authenticator}_super" superuser`)
    const roles = `authenticated=late_${server.roles.authenticated},authenticator=${server.roles.authenticator}_super`
    const { exitCode, err } = await rowauth(['apply', '--url', url, '--roles', roles])
    await server.query(url, `drop role "${server.roles.authenticator}_super"`)
    expect(exitCode).toBe(1)
    expect(err).toMatch(
      /^error role \S+ is a superuser or bypasses row-level security \(SQLSTATE 55000\)\nRun: alter role/,
    )
    expect(await marks()).toEqual([])
    expect(
      await server.query(url, `select from pg_roles where rolname = 'late_${server.roles.authenticated}'`),
    ).toEqual([])
  })

  test('leaves the schema of others alone', async () => {
    await server.query(url, 'create schema auth; create table auth.users (id uuid)')
    const { exitCode, err } = await rowauth(['apply', '--url', url])
    expect(exitCode).toBe(1)
    expect(err).toMatch(/^error The database has a schema auth already: it holds the table users/)
    expect(err).toMatch(/--adopt.*--move.*another name/)
  })

  test('needs a database that answers, and shows no password', async () => {
    expect(await rowauth(['apply'])).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/needs a database/),
    })
    expect(await rowauth(['apply', '--url'])).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/Set DATABASE_URL/),
    })
    for (const wrong of [
      'postgres://me:hidden@127.0.0.1:1/none',
      'postgres://me:hidden@[/none',
      url.replace(/:[^:@]+@/, ':hidden@'),
    ]) {
      const { exitCode, out, err } = await rowauth(['apply', '--debug', '--url', wrong])
      expect(exitCode).toBe(1)
      expect(err).toMatch(/^error The database cannot be reached/)
      expect(out + err).not.toContain('hidden')
    }
  })
})

describe('rowauth sql', () => {
  test('prints the script, as it is', async () => {
    expect(await rowauth(['sql'])).toEqual(
      expect.objectContaining({ exitCode: 0, out: authSchemaSql(), err: '' }),
    )
  })

  test('takes other names', async () => {
    const { out } = await rowauth(['sql', '--schema', 'a"b', '--roles', 'anonymous=x=y,z,authenticator=w'])
    expect(out).toBe(authSchemaSql({ schema: 'a"b', roles: { anonymous: 'x=y,z', authenticator: 'w' } }))
  })

  test.each([
    [['--schema', 'pg_auth'], /schema must not start with "pg_"/],
    [['--schema', ''], /schema must not be empty/],
    [['--roles', 'anonymous=public'], /roles\.anonymous must not be "public"/],
    [['--roles', 'anonymous=a,authenticated=a'], /three roles must have different names/],
    [['--schema', '--> statement-breakpoint'], /must not hold what drizzle-kit splits/],
    [['--roles', 'guest=a'], /--roles has a form that is not known/],
  ])('refuses names that cannot be: %j', async (args, message) => {
    const { exitCode, out, err } = await rowauth(['sql', ...args])
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(message)
  })
})
