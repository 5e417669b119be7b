import { authSchemaSql } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installedRoles } from './support/catalog.js'
import {
  become,
  column,
  dropRoles,
  errorOf,
  errorWithin,
  loginAs,
  majors,
  ownRoles,
  rolledBack,
  withClient,
} from './support/database.js'

describe.each(majors)('roles on PostgreSQL %i', (version) => {
  let server: TestServer
  let database: string
  let roles: ReturnType<typeof ownRoles>
  let installer: string

  beforeAll(async () => {
    server = await startPostgres({ version })
    database = server.connectionString
  })

  afterAll(() => server.stop())

  beforeEach(() => {
    roles = ownRoles()
    installer = roles.authenticator.replace('authenticator', 'installer')
  })

  afterEach(async () => {
    await asOwner('drop schema if exists auth cascade; drop table if exists notes')
    await dropRoles([database], [...Object.values(roles), installer])
  })

  const sql = () => authSchemaSql({ roles })
  const asOwner = (text: string) => withClient(database, (client) => client.query(text))
  const found = () => withClient(database, (client) => installedRoles(client, Object.values(roles)))
  const refused = (connectionString = database) =>
    withClient(connectionString, (client) => errorOf(client, sql()))

  /** A role that may create schemas in this database and roles on this server, and no more. */
  async function installerLogin(attributes: string): Promise<string> {
    const login = await loginAs(database, installer, attributes)
    await asOwner(`grant create on database "${new URL(database).pathname.slice(1)}" to ${installer}`)
    return login
  }

  test('the roles are what they are meant to be', async () => {
    await asOwner(sql())
    const { roles: actual } = await found()
    const none = { rolcanlogin: false, rolsuper: false, rolcreaterole: false, rolcreatedb: false }
    const nothing = { ...none, rolbypassrls: false, rolreplication: false }
    expect(actual).toEqual([
      { rolname: roles.anonymous, rolinherit: true, ...nothing },
      { rolname: roles.authenticated, rolinherit: true, ...nothing },
      { rolname: roles.authenticator, rolinherit: false, ...nothing },
    ])
  })

  test('row 6: the login role has no rights of its own and may take only the two', async () => {
    await asOwner(`${sql()}
      create table notes (user_id text, body text);
      insert into notes values ('alice', 'hers'), ('bob', 'his');
      alter table notes enable row level security;
      grant select on notes to ${roles.authenticated};
      create policy own on notes using ((select auth.user_id()) = user_id);
      create role ${installer} superuser`)
    const login = await loginAs(database, roles.authenticator)

    await withClient(login, async (client) => {
      expect((await errorOf(client, 'select * from notes')).code).toBe('42501')
      expect((await errorOf(client, 'select auth.user_id()')).code).toBe('42501')
      expect((await errorOf(client, 'create table auth.mine ()')).code).toBe('42501')

      await rolledBack(client, async () => {
        await become(client, roles.authenticated, { sub: 'alice' })
        expect(await column(client, 'select body from notes')).toEqual(['hers'])
        for (const attempt of ['reset role', 'set role none', 'set local role none']) {
          await client.query(`savepoint taken; ${attempt}`)
          expect((await errorWithin(client, 'select * from notes')).code).toBe('42501')
          await client.query('rollback to taken')
        }
        for (const other of ['postgres', installer, 'pg_read_all_data']) {
          expect((await errorWithin(client, `set role ${other}`)).code).toBe('42501')
        }
        await client.query(`set local role ${roles.anonymous}`)
        expect((await errorWithin(client, 'select * from notes')).code).toBe('42501')
      })
    })

    // The owner's connection in the application is the broken state: `reset role` shows it everything.
    await withClient(database, (client) =>
      rolledBack(client, async () => {
        await become(client, roles.authenticated, { sub: 'alice' })
        await client.query('reset role')
        expect(await column(client, 'select body from notes')).toEqual(['hers', 'his'])
      }),
    )
  })

  test('CREATEROLE is enough to install and to install again', async () => {
    const login = await installerLogin('createrole')
    await withClient(login, async (client) => {
      await client.query(sql())
      await client.query(sql())
    })
    const appLogin = await loginAs(database, roles.authenticator)
    await withClient(appLogin, (client) =>
      rolledBack(client, async () => {
        await become(client, roles.anonymous)
        expect(await column(client, 'select auth.session()::text')).toEqual(['null'])
      }),
    )
  })

  test('no right at all over the roles is enough where they are ready', async () => {
    await asOwner(`${sql()} drop schema auth cascade`)
    const before = await found()
    await withClient(await installerLogin(''), (client) => client.query(sql()))
    expect(await found()).toEqual(before)
  })

  test('a missing role that cannot be created is named', async () => {
    const error = await refused(await installerLogin(''))
    expect(error.code).toBe('42501')
    expect(error.message).toBe(
      `role ${roles.authenticated} does not exist and ${installer} may not create it`,
    )
    expect(error.hint).toMatch(/CREATEROLE/)
  })

  test('a missing membership that cannot be granted is named, with what to run', async () => {
    await asOwner(`create role ${roles.authenticated}; create role ${roles.anonymous};
      create role ${roles.authenticator} noinherit; grant ${roles.authenticated} to ${roles.authenticator}
      ${version >= 16 ? 'with inherit false' : ''}`)
    const error = await refused(await installerLogin(''))
    expect(error.code).toBe('42501')
    expect(error.message).toContain(`${roles.authenticator} may not take role ${roles.anonymous}`)
    const [, remedy = ''] = /run: (.*)$/.exec(error.hint ?? '') ?? []
    await asOwner(remedy)
    await withClient(await installerLogin(''), (client) => client.query(sql()))
  })

  test('and so is the login role where it is missing as well, which the failure rolls back', async () => {
    await asOwner(`create role ${roles.authenticated}; create role ${roles.anonymous}`)
    const maker = await installerLogin(version >= 16 ? 'createrole' : '')
    const error = await refused(maker)
    expect(error.code).toBe('42501')
    if (version >= 16) {
      const [, own = '', remedy = ''] =
        /yourself: (.*)\. Then have .* run: (.*)$/.exec(error.hint ?? '') ?? []
      await withClient(maker, (client) => client.query(own))
      await asOwner(remedy)
      await withClient(maker, (client) =>
        client.query(`alter role ${roles.authenticator} login password 'x'`),
      )
    } else {
      expect(error.message).toContain(`role ${roles.authenticator} does not exist`)
      await asOwner(`create role ${roles.authenticator} noinherit;
        grant ${roles.authenticated}, ${roles.anonymous} to ${roles.authenticator}`)
    }
    await withClient(await installerLogin(''), (client) => client.query(sql()))
  })

  test.each(['superuser', 'bypassrls'])(
    'row 8: a role with %s is refused, with what to run',
    async (attribute) => {
      for (const role of Object.values(roles)) {
        await asOwner(`create role ${role} noinherit ${attribute}`)
        const error = await refused()
        expect(error.code).toBe('55000')
        expect(error.message).toContain(role)
        const [, remedy = ''] = /Run: (.*)$/.exec(error.hint ?? '') ?? []
        await asOwner(remedy)
      }
      await asOwner(sql())
    },
  )

  test('an authenticator that inherits is refused, with what to run', async () => {
    await asOwner(`create role ${roles.authenticated}; create role ${roles.anonymous}; create role ${roles.authenticator};
      grant ${roles.authenticated}, ${roles.anonymous} to ${roles.authenticator}`)
    for (let membership = 0; membership < 2; membership += 1) {
      const error = await refused()
      expect(error.code).toBe('55000')
      expect(error.message).toMatch(/inherits the rights/)
      const [, remedy = ''] = /Run: (.*)$/.exec(error.hint ?? '') ?? []
      await asOwner(remedy)
      if (version < 16) break
    }
    await asOwner(sql())
  })

  test('roles that were here before keep their attributes', async () => {
    await asOwner(`create role ${roles.authenticated} createdb; create role ${roles.anonymous} noinherit;
      create role ${roles.authenticator} noinherit login connection limit 5; ${sql()}`)
    const { roles: actual } = await found()
    expect(actual).toMatchObject([
      { rolinherit: false },
      { rolcreatedb: true },
      { rolcanlogin: true, rolinherit: false },
    ])
  })
})
