import { type AuthSchemaOptions, authSchemaSql, authSchemaStatements } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installedObjects, installedRoles } from './support/catalog.js'
import { become, column, dropRoles, majors, ownRoles, rolledBack, withClient } from './support/database.js'

describe.each(majors)('installing on PostgreSQL %i', (version) => {
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

  const snapshot = (database: string, names: AuthSchemaOptions = { roles }) =>
    withClient(database, async (client) => ({
      ...(await installedObjects(client, names.schema)),
      ...(await installedRoles(client, Object.values(names.roles ?? {}))),
    }))

  test('three times is the same as once, and statement by statement the same as the script', async () => {
    const whole = await freshDatabase()
    await withClient(whole, (client) => client.query(authSchemaSql({ roles })))
    const once = await snapshot(whole)
    expect(once.functions.map(({ proname }) => proname)).toEqual([
      'init',
      'jwt',
      'jwt_session_init',
      'organization',
      'organization_id',
      'session',
      'uid',
      'user_id',
    ])
    expect(once.schemas).toMatchObject([{ mark: 'rowauth auth schema, version 2, application' }])
    await withClient(whole, async (client) => {
      await client.query(authSchemaSql({ roles }))
      await client.query(authSchemaSql({ roles }))
    })
    expect(await snapshot(whole)).toEqual(once)

    const piecewise = await freshDatabase()
    await withClient(piecewise, async (client) => {
      for (let time = 0; time < 3; time += 1) {
        for (const statement of authSchemaStatements({ roles })) await client.query(statement)
      }
    })
    expect(await snapshot(piecewise)).toEqual(once)
  })

  test('policies that call the functions outlive another installation', async () => {
    const database = await freshDatabase()
    await withClient(database, async (client) => {
      await client.query(`${authSchemaSql({ roles })}
        create table notes (user_id text default auth.user_id());
        insert into notes values ('alice'), ('bob');
        alter table notes enable row level security;
        grant select on notes to ${roles.authenticated};
        create policy own on notes using ((select auth.user_id()) = user_id)`)
      const ids = () =>
        column(client, `select oid from pg_proc where pronamespace = 'auth'::regnamespace order by 1`)
      const before = await ids()
      await client.query('begin')
      for (const statement of authSchemaStatements({ roles })) await client.query(statement)
      await client.query('commit')
      expect(await ids()).toEqual(before)
      await rolledBack(client, async () => {
        await become(client, roles.authenticated, { sub: 'bob' })
        expect(await column(client, 'select user_id from notes')).toEqual(['bob'])
      })
    })
  })

  test('every prefix of the statements can be taken up again', async () => {
    const database = await freshDatabase()
    const statements = authSchemaStatements({ roles })
    await withClient(database, async (client) => {
      for (let length = 1; length <= statements.length; length += 1) {
        for (const statement of statements.slice(0, length)) await client.query(statement)
        if (length < statements.length) {
          const mark = await column(client, `select obj_description('auth'::regnamespace, 'pg_namespace')`)
          expect(mark).toEqual(['rowauth auth schema, version 0, application'])
        }
      }
    })
  })

  test('several databases of one server at once, each twice', async () => {
    const several = await Promise.all(Array.from({ length: 4 }, freshDatabase))
    const clients = await Promise.all(
      [...several, ...several].map(async (database) => {
        const client = new pg.Client(database)
        await client.connect()
        return client
      }),
    )
    try {
      for (let round = 0; round < 6; round += 1) {
        const names = ownRoles()
        if (round % 2 === 1) {
          // Only the memberships are left to make: no waiting for a role puts the installations in a row.
          for (const role of Object.values(names)) await clients[0]?.query(`create role ${role} noinherit`)
        }
        const script = authSchemaSql({ schema: `auth_${round}`, roles: names })
        await Promise.all(clients.map((client) => client.query(script)))
        const [first, ...others] = await Promise.all(
          several.map((database) => snapshot(database, { schema: `auth_${round}`, roles: names })),
        )
        for (const other of others) expect(other).toEqual(first)
        expect(first?.roles).toHaveLength(3)
        expect(first?.functions).toHaveLength(8)
        await dropRoles(several, Object.values(names))
      }
    } finally {
      await Promise.all(clients.map((client) => client.end()))
    }
  })

  test.each<[string, AuthSchemaOptions]>([
    [
      'with quotes',
      { schema: `my "auth"; --`, roles: { authenticated: `o'brien`, anonymous: '"', authenticator: `''` } },
    ],
    [
      'with dollars',
      { schema: '$$', roles: { authenticated: '$rowauth$', anonymous: '$1', authenticator: '$&' } },
    ],
    [
      'with backslashes',
      { schema: '\\', roles: { authenticated: "\\'", anonymous: '\\"', authenticator: 'a\\x24' } },
    ],
    [
      'with capitals',
      { schema: 'Auth', roles: { authenticated: 'User', anonymous: 'Guest', authenticator: 'App' } },
    ],
    [
      'that are words of SQL',
      { schema: 'select', roles: { authenticated: 'user', anonymous: 'all', authenticator: 'current_user' } },
    ],
    [
      'with blanks and colons',
      {
        schema: ` :"auth" `,
        roles: { authenticated: `:'auth'`, anonymous: ':version', authenticator: 'a\n%s' },
      },
    ],
    [
      'beyond ASCII',
      { schema: 'прòв', roles: { authenticated: '使用者', anonymous: '👤', authenticator: 'ä'.repeat(31) } },
    ],
  ])('names %s', async (_title, names) => {
    const schema = pg.escapeIdentifier(names.schema ?? '')
    const { authenticated = '', ...others } = names.roles ?? {}
    await withClient(server.connectionString, (client) =>
      rolledBack(client, async () => {
        for (const conforming of ['on', 'off']) {
          await client.query(`set local standard_conforming_strings = ${conforming}`)
          await client.query(authSchemaSql(names))
        }
        const { schemas } = await installedObjects(client, names.schema)
        expect(schemas).toMatchObject([{ mark: 'rowauth auth schema, version 2, application' }])
        const roleNames = [authenticated, ...Object.values(others)]
        const { roles: found } = await installedRoles(client, roleNames)
        expect(found.map(({ rolname }) => rolname).sort()).toEqual(roleNames.sort())
        await become(client, authenticated, { sub: 'alice' })
        expect(await column(client, `select ${schema}.user_id()`)).toEqual(['alice'])
      }),
    )
  })
})
