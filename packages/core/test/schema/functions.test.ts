import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  become,
  column,
  dropRoles,
  errorOf,
  errorWithin,
  install,
  majors,
  rolledBack,
} from './support/database.js'
import { claimsTable, type Expected, nothing, uuids } from './support/expected-results.js'

const uuid = '67e55044-10b1-426f-9247-bb680e5fe0c8'

describe.each(majors)('the functions on PostgreSQL %i', (version) => {
  let server: TestServer
  let client: pg.Client
  let roles: Awaited<ReturnType<typeof install>>

  beforeAll(async () => {
    server = await startPostgres({ version })
    roles = await install(server.connectionString)
    client = new pg.Client(server.connectionString)
    await client.connect()
  })

  afterAll(async () => {
    await client.end()
    await dropRoles([server.connectionString], Object.values(roles))
    await server.stop()
  })

  async function results(role: string, claims: string | undefined): Promise<Required<Expected>> {
    return rolledBack(client, async () => {
      await client.query(`set local role ${role}`)
      if (claims !== undefined)
        await client.query(`select set_config('request.jwt.claims', $1, true)`, [claims])
      const { rows } = await client.query(`
        select auth.session() as session, auth.jwt() = auth.session() as same, auth.session() is null as missing,
          auth.user_id() as "userId", auth.uid() as uid, auth.organization() as organization,
          auth.organization_id() as "organizationId"`)
      const { same, missing, ...values } = rows[0]
      expect({ same, missing }).toEqual({ same: true, missing: false })
      return values
    })
  }

  test.each(claimsTable)('%s', async (_title, claims, expected) => {
    expect(await results(roles.authenticated, claims)).toEqual({ ...nothing, ...expected })
    expect(await results(roles.anonymous, claims)).toEqual({ ...nothing, ...expected })
  })

  test.each(uuids)('a UUID %s', async (_title, text, expected) => {
    const claims = { sub: text, o: { id: text } }
    expect(await results(roles.authenticated, JSON.stringify(claims))).toEqual({
      session: claims,
      userId: text,
      uid: expected,
      organization: { id: text },
      organizationId: expected,
    })
  })

  test.each(['{', 'alice', '{"sub":"a"} x', ' ', "{'sub':'a'}"])(
    'claims that are no JSON raise: %j',
    async (claims) => {
      await rolledBack(client, async () => {
        await client.query(`select set_config('request.jwt.claims', $1, true)`, [claims])
        for (const name of ['session', 'jwt', 'user_id', 'uid', 'organization', 'organization_id']) {
          expect((await errorWithin(client, `select auth.${name}()`)).code).toBe('22P02')
        }
      })
    },
  )

  test.each([
    ['half of a surrogate pair', '22P02', '{"sub":"\\ud83d"}'],
    ['the other half', '22P02', '{"sub":"alice","name":"\\ude00"}'],
    ['U+0000', '22P05', '{"sub":"\\u0000"}'],
  ])('row 12: claims that jsonb cannot hold raise, wherever they stand: %s', async (_, code, claims) => {
    await rolledBack(client, async () => {
      await client.query(`select set_config('request.jwt.claims', $1, true)`, [claims])
      expect((await errorWithin(client, 'select auth.user_id()')).code).toBe(code)
    })
  })

  test('the claims that PostgREST sends for a visitor are of no user', async () => {
    expect(await results(roles.anonymous, '{"role":"anonymous"}')).toEqual({
      ...nothing,
      session: { role: 'anonymous' },
    })
  })

  test('row 13: a setting that has ended with its transaction is no claims at all', async () => {
    await rolledBack(client, () => become(client, roles.authenticated, { sub: 'alice' }))
    expect(await column(client, `select current_setting('request.jwt.claims', true)`)).toEqual([''])
    expect((await errorOf(client, `select current_setting('request.jwt.claims', true)::jsonb`)).code).toBe(
      '22P02',
    )
    expect(await results(roles.authenticated, undefined)).toEqual(nothing)
  })

  test.each(['select auth.init()', `select auth.jwt_session_init('marker.of.atoken')`])(
    '%s is refused',
    async (sql) => {
      await rolledBack(client, async () => {
        await become(client, roles.authenticated, { sub: 'marker' })
        const error = await errorWithin(client, sql)
        expect(error.code).toBe('0A000')
        expect(error.hint).toMatch(/verification by the database/)
        expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/marker|of\.atoken/)
      })
    },
  )

  test('strange session settings change nothing', async () => {
    await rolledBack(client, async () => {
      await client.query(`set local standard_conforming_strings = off; set local bytea_output = 'escape';
        set local datestyle = 'German'; set local transform_null_equals = on; set local quote_all_identifiers = on`)
      await become(client, roles.authenticated, { sub: uuid })
      expect(await column(client, 'select auth.uid()')).toEqual([uuid])
    })
  })

  test('nobody but the two roles and the owner may call them', async () => {
    await rolledBack(client, async () => {
      await client.query(
        `create role stranger; grant usage on schema auth to stranger; set local role stranger`,
      )
      for (const call of [
        'session()',
        'jwt()',
        'user_id()',
        'uid()',
        'organization()',
        'organization_id()',
        'init()',
      ]) {
        expect((await errorWithin(client, `select auth.${call}`)).code).toBe('42501')
      }
      expect((await errorWithin(client, `select auth.jwt_session_init('')`)).code).toBe('42501')
    })
  })
})
