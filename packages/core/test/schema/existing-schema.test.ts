import { authSchemaSql, authSchemaStatements } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installedObjects, installedRoles } from './support/catalog.js'
import { column, errorWithin, outermostMajors, ownRoles } from './support/database.js'

const roles = ownRoles()
const script = authSchemaSql({ roles })
const [firstStatement = ''] = authSchemaStatements({ roles })

describe.each(outermostMajors)('a schema that is there already on PostgreSQL %i', (version) => {
  let server: TestServer
  let client: pg.Client

  beforeAll(async () => {
    server = await startPostgres({ version })
    client = new pg.Client(server.connectionString)
    await client.connect()
  })

  afterAll(async () => {
    await client.end()
    await server.stop()
  })

  beforeEach(() => client.query('begin; create schema auth'))

  afterEach(() => client.query('rollback'))

  test.each<[string, string, RegExp]>([
    ['Supabase', 'create table auth.users (id uuid)', /holds the table users/],
    [
      'someone with a function of ours',
      `create function auth.uid() returns uuid language sql as 'select null::uuid'`,
      /holds the function uid$/,
    ],
    [
      'an extension',
      `create function auth.user_id() returns text language sql as 'select null::text'; alter extension plpgsql add function auth.user_id()`,
      /holds the function user_id of extension plpgsql/,
    ],
    ['someone who says so', `comment on schema auth is 'logins of the shop'`, /comment of its own/],
  ])('is left alone where it belongs to %s', async (_title, preparation, message) => {
    await client.query(preparation)
    const before = await installedObjects(client)
    for (const attempt of [script, firstStatement]) {
      const error = await errorWithin(client, attempt)
      expect(error.code).toBe('55000')
      expect(error.message).toMatch(message)
      expect(error.hint).toMatch(/another name/)
    }
    expect(await installedObjects(client)).toEqual(before)
    expect(await installedRoles(client, Object.values(roles))).toEqual({ roles: [], members: [] })
    await client.query(authSchemaSql({ roles, schema: 'rowauth' }))
  })

  test('is taken where it is empty and nobody says otherwise', async () => {
    await client.query(`grant all on schema auth to public; ${script}`)
    expect(
      await column(client, `select has_schema_privilege($1, 'auth', 'create')`, [roles.authenticated]),
    ).toEqual([false])
  })

  test.each([
    ['a newer version', 'rowauth auth schema, version 99, application', /newer rowauth/],
    [
      'verification by the database',
      'rowauth auth schema, version 1, database',
      /installed in database mode, and this script is for application mode/,
    ],
    ['a form that is not known yet', 'rowauth auth schema, version 2.0', /newer rowauth/],
  ])('never goes back behind %s', async (_title, mark, message) => {
    await client.query(`${script} comment on schema auth is '${mark}'`)
    const error = await errorWithin(client, script)
    expect(error.code).toBe('55000')
    expect(error.message).toMatch(message)
    expect((await installedObjects(client)).schemas).toMatchObject([{ mark }])
  })
})
