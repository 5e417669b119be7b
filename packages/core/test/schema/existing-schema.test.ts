import { authSchemaSql, authSchemaStatements } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installedObjects, installedRoles } from './support/catalog.js'
import { column, dropRoles, errorOf, majors, ownRoles, withClient } from './support/database.js'

describe.each(majors)('a schema that is there already on PostgreSQL %i', (version) => {
  let server: TestServer
  let databases: string[]
  let roles: ReturnType<typeof ownRoles>

  beforeAll(async () => {
    server = await startPostgres({ version })
  })

  afterAll(() => server.stop())

  beforeEach(() => {
    databases = []
    roles = ownRoles()
  })

  afterEach(() => dropRoles(databases, Object.values(roles)))

  async function freshDatabase(): Promise<string> {
    const database = await server.createDatabase()
    databases.push(database)
    return database
  }

  const snapshot = async (database: string, names: ReturnType<typeof ownRoles>) => ({
    ...(await installedObjects(database)),
    ...(await installedRoles(database, Object.values(names))),
  })

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
  ])('a schema that belongs to %s is left alone', async (_title, preparation, message) => {
    const database = await freshDatabase()
    await withClient(database, async (client) => {
      await client.query(`create schema auth; ${preparation}`)
      const before = await snapshot(database, roles)
      for (const attempt of [authSchemaSql({ roles }), authSchemaStatements({ roles })[0] ?? '']) {
        const error = await errorOf(client, attempt)
        expect(error.code).toBe('55000')
        expect(error.message).toMatch(message)
        expect(error.hint).toMatch(/another name/)
      }
      expect(await snapshot(database, roles)).toEqual(before)
      expect(before.roles).toEqual([])
      await client.query(authSchemaSql({ roles, schema: 'rowauth' }))
    })
  })

  test('an empty schema without an owner mark is taken', async () => {
    const database = await freshDatabase()
    await withClient(database, async (client) => {
      await client.query('create schema auth; grant all on schema auth to public')
      await client.query(authSchemaSql({ roles }))
      expect(
        await column(client, `select has_schema_privilege('${roles.authenticated}', 'auth', 'create')`),
      ).toEqual([false])
    })
  })

  test.each([
    ['a newer version', 'rowauth auth schema, version 99, application', /newer rowauth/],
    [
      'verification by the database',
      'rowauth auth schema, version 1, database',
      /verification by the database/,
    ],
    ['a form that is not known yet', 'rowauth auth schema, version 2.0', /newer rowauth/],
  ])('it never goes back behind %s', async (_title, mark, message) => {
    const database = await freshDatabase()
    await withClient(database, async (client) => {
      await client.query(`${authSchemaSql({ roles })} comment on schema auth is '${mark}'`)
      const error = await errorOf(client, authSchemaSql({ roles }))
      expect(error.code).toBe('55000')
      expect(error.message).toMatch(message)
      expect((await snapshot(database, roles)).schemas).toMatchObject([{ mark }])
    })
  })
})
