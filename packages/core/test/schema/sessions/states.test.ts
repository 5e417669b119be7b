import { readFile } from 'node:fs/promises'
import { authSchemaSql, authSchemaStatements } from '@rowauth/core'
import { type SchemaState, schemaMoveStatements, schemaStateStatements } from '@rowauth/core/internal'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installedObjects } from '../support/catalog.js'
import {
  become,
  column,
  dropRoles,
  errorOf,
  errorWithin,
  outermostMajors,
  ownRoles,
  rolledBack,
} from '../support/database.js'
import { open, registerIssuer, sealClaims } from './support/verifying-database.js'

const firstVersion = await readFile(new URL('../support/versions/1.sql', import.meta.url), 'utf8')

describe.each(outermostMajors)('the states of a schema on PostgreSQL %i', (version) => {
  const roles = ownRoles()
  let server: TestServer
  let client: pg.Client

  beforeAll(async () => {
    server = await startPostgres({ version })
    client = new pg.Client(server.connectionString)
    await client.connect()
  })

  afterAll(async () => {
    await client.end()
    await dropRoles([server.connectionString], Object.values(roles))
    await server.stop()
  })

  beforeEach(() => client.query('drop schema if exists auth cascade'))

  const mark = async () => column(client, `select obj_description('auth'::regnamespace, 'pg_namespace')`)
  const oids = () =>
    column(
      client,
      `select oid from pg_proc where pronamespace = 'auth'::regnamespace and proname = any($1) order by 1`,
      [['session', 'jwt', 'user_id', 'uid', 'organization', 'organization_id', 'init', 'jwt_session_init']],
    )
  const move = async (verification: SchemaState) => {
    await client.query(`begin; ${schemaMoveStatements({ roles, verification }).join('\n')} commit`)
  }

  test('database mode twice is the same as once, and statement by statement the same as the script', async () => {
    const names = { roles, verification: 'database' } as const
    await client.query(authSchemaSql(names))
    const once = await installedObjects(client)
    expect(once.schemas).toMatchObject([{ mark: 'rowauth auth schema, version 2, database' }])
    const issuer = await registerIssuer(client)
    await client.query('begin')
    const { ticket } = await open(client, await issuer.sign({ sub: 'alice' }))
    await client.query('commit')

    for (const statement of authSchemaStatements(names)) await client.query(statement)
    expect(await installedObjects(client)).toEqual(once)
    await rolledBack(client, () => open(client, ticket))
  })

  test('version 1 becomes this version in its mode, and its policies stay', async () => {
    const own = firstVersion.replace(
      /\b(?:authenticated|anonymous|authenticator)\b/g,
      (name) => roles[name as keyof typeof roles],
    )
    await client.query(`${own} create table if not exists notes (user_id text);
      drop policy if exists own on notes; create policy own on notes using ((select auth.user_id()) = user_id)`)
    expect(await mark()).toEqual(['rowauth auth schema, version 1, application'])
    const before = await oids()
    const refused = await errorOf(client, authSchemaSql({ roles, verification: 'database' }))
    expect(refused).toMatchObject({ code: '55000', hint: expect.stringContaining('rowauth switch') })

    await client.query(authSchemaSql({ roles }))
    expect(await mark()).toEqual(['rowauth auth schema, version 2, application'])
    expect(await oids()).toEqual(before)
    const fresh = await installedObjects(client)
    await client.query(`drop schema auth cascade; ${authSchemaSql({ roles })}`)
    expect(await installedObjects(client)).toEqual(fresh)
  })

  test('each state refuses the script of another, and changes nothing', async () => {
    const states = ['application', 'transition', 'database'] as const
    for (const verification of states) {
      await client.query('begin; drop schema if exists auth cascade')
      await client.query(schemaStateStatements({ roles, verification }).join('\n'))
      for (const other of states.filter((each) => each !== verification)) {
        const error = await errorWithin(
          client,
          schemaStateStatements({ roles, verification: other }).join('\n'),
        )
        expect(error.code).toBe('55000')
        expect(error.message).toBe(
          `schema auth is installed in ${verification} mode, and this script is for ${other} mode`,
        )
      }
      expect(await mark()).toEqual([`rowauth auth schema, version 2, ${verification}`])
      await client.query('rollback')
    }
  })

  test('there and back through transition, in which both kinds of application work', async () => {
    await client.query(authSchemaSql({ roles }))
    const before = await installedObjects(client)
    const ids = await oids()
    const userId = () => column(client, 'select auth.user_id()')

    await move('transition')
    expect(await mark()).toEqual(['rowauth auth schema, version 2, transition'])
    const issuer = await registerIssuer(client)
    const token = await issuer.sign({ sub: 'bob' })
    let ticket = ''
    await rolledBack(client, async () => {
      await become(client, roles.authenticated, { sub: 'alice' })
      expect(await userId()).toEqual(['alice'])
    })
    await rolledBack(client, async () => {
      await become(client, roles.authenticated)
      ticket = (await open(client, token)).ticket
      expect(await userId()).toEqual(['bob'])
      await open(client, '')
      expect(await userId()).toEqual([null])
    })

    await move('database')
    expect(await mark()).toEqual(['rowauth auth schema, version 2, database'])
    await rolledBack(client, async () => {
      await become(client, roles.authenticated, { sub: 'alice' })
      expect(await userId()).toEqual([null])
      await open(client, ticket)
      expect(await userId()).toEqual(['bob'])
    })

    await move('transition')
    await rolledBack(client, async () => {
      await become(client, roles.authenticated)
      await open(client, ticket)
      expect(await userId()).toEqual(['bob'])
    })
    await move('application')
    expect(await installedObjects(client)).toEqual(before)
    expect(await oids()).toEqual(ids)
    expect(
      await column(client, `select relname from pg_class where relnamespace = 'auth'::regnamespace`),
    ).toEqual([])
  })

  test('what is open while the schema moves stays open in its transaction', async () => {
    await client.query(schemaStateStatements({ roles, verification: 'transition' }).join('\n'))
    const issuer = await registerIssuer(client)
    const other = new pg.Client(server.connectionString)
    await other.connect()
    await other.query('begin')
    await open(other, await issuer.sign({ sub: 'bob' }))
    await move('database')
    expect(await column(other, 'select auth.user_id()')).toEqual(['bob'])
    await other.query('commit')
    await other.end()
  })

  test.each([
    ['jwks', 'create table auth.jwks ()', /holds the table jwks/],
    ['secrets', 'create view auth.secrets as select 1', /holds the table secrets/],
    [
      'a function of the owner',
      `create function auth.register_jwk() returns int language sql as 'select 1'`,
      /holds the function register_jwk/,
    ],
  ])('a foreign schema with %s is left alone', async (_title, preparation, message) => {
    await client.query(`create schema auth; ${preparation}`)
    const error = await errorOf(client, authSchemaSql({ roles, verification: 'database' }))
    expect(error).toMatchObject({ code: '55000', message: expect.stringMatching(message) })
    expect(await mark()).toEqual([null])
  })

  test('tables of another owner are refused', async () => {
    await client.query(authSchemaSql({ roles, verification: 'database' }))
    await client.query(`alter table auth.secrets owner to ${roles.anonymous}`)
    const error = await errorOf(client, authSchemaSql({ roles, verification: 'database' }))
    expect(error).toMatchObject({ code: '55000', message: expect.stringMatching(/several owners/) })
  })

  test('two schemas in one database do not take sessions of each other', async () => {
    await rolledBack(client, async () => {
      await client.query(authSchemaSql({ roles, verification: 'database' }))
      await client.query(authSchemaSql({ roles, verification: 'database', schema: 'other' }))
      await registerIssuer(client)
      await sealClaims(client, '{"sub":"alice"}')
      expect(await column(client, 'select auth.user_id()')).toEqual(['alice'])
      expect((await errorWithin(client, 'select other.user_id()')).code).toBe('28000')
    })
  })
})
