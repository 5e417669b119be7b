import { authSchemaSql } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowauth } from '../support/run.js'
import { soundSchema } from './support/sound-database.js'

describe('rowauth doctor', () => {
  let server: EmbeddedPostgres
  let client: pg.Client

  const doctor = (...args: string[]) =>
    rowauth(['doctor', '--url', server.connectionString, '--app-role', 'authenticator', ...args])

  beforeAll(async () => {
    server = await startEmbeddedPostgres()
    client = new pg.Client(server.connectionString)
    await client.connect()
    await client.query(`${authSchemaSql()} ${soundSchema}`)
  })

  afterAll(async () => {
    await client.end()
    await server.stop()
  })

  test('says so when there is nothing to say', async () => {
    expect(await doctor()).toMatchObject({ exitCode: 0, out: 'ok nothing found\n', err: '' })
    expect((await doctor('--json')).json()).toEqual({
      ok: true,
      count: { error: 0, warning: 0, info: 0 },
      findings: [],
    })
  })

  test('takes the login role for that of the application where an administrator asks', async () => {
    const env = { DATABASE_URL: server.connectionString }
    expect(await rowauth(['doctor', '--url', '--json'], { env })).toMatchObject({ exitCode: 0 })
    const { exitCode, out } = await rowauth(['doctor', '--url', '--app-role', 'postgres'], { env })
    expect(exitCode).toBe(1)
    expect(out).toMatch(/^error 201 The application logs in as a superuser\n/)
    expect(out).toContain('    alter role authenticator login;\n')
    expect(out).toMatch(/\n1 error\n/)
  })

  test('fails on errors, on warnings where that is asked for, and never on the rest', async () => {
    await client.query('create policy done on app.todos for select to authenticated using (done)')
    expect(await doctor('--strict')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/\n1 for information\n$/),
    })
    await client.query('grant truncate on app.todos to authenticated')
    expect(await doctor()).toMatchObject({ exitCode: 0 })
    expect(await doctor('--strict')).toMatchObject({ exitCode: 1 })
    expect(await doctor('--strict', '--ignore', '108')).toMatchObject({ exitCode: 0 })
    await client.query('alter table app.lists disable row level security')
    const { exitCode, json } = await doctor('--json', '--ignore', '108,307')
    expect(exitCode).toBe(1)
    expect(json()).toMatchObject({
      ok: false,
      count: { error: 1, warning: 0, info: 0 },
      findings: [
        {
          number: 102,
          name: 'policies-without-rls',
          level: 'error',
          object: 'table app.lists',
          fix: 'alter table app.lists enable row level security;',
        },
      ],
    })
    await client.query(
      'drop policy done on app.todos; revoke truncate on app.todos from authenticated; alter table app.lists enable row level security',
    )
  })

  test('names the script of the auth schema instead of printing it', async () => {
    const { out } = await doctor('--schema', 'app_auth')
    expect(out).toContain('501 The auth schema is missing')
    expect(out.length).toBeLessThan(1500)
    expect(out).toContain('rowauth apply')
  })

  test.each([
    [['--ignore', '42'], /numbers of lints/],
    [['--ignore', '999'], /There is no lint 999/],
    [['--app-role', 'nobody'], /There is no role nobody/],
    [['--schema', 'pg_auth'], /must not start with "pg_"/],
  ])('refuses %s', async (args, message) => {
    const { exitCode, out, err } = await doctor(...args)
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(message)
  })
})
