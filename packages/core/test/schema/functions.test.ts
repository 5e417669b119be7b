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

const uuid = '67e55044-10b1-426f-9247-bb680e5fe0c8'
const digits = uuid.replaceAll('-', '')

interface Expected {
  session?: unknown
  userId?: string | null
  uid?: string | null
  organization?: unknown
  organizationId?: string | null
}

const nothing: Required<Expected> = {
  session: null,
  userId: null,
  uid: null,
  organization: null,
  organizationId: null,
}

/** The text of `request.jwt.claims` (`undefined`: never set) and what differs from {@link nothing}. */
const table: [string, string | undefined, Expected][] = [
  ['no claims', undefined, {}],
  ['an empty setting', '', {}],
  ['JSON null', 'null', {}],
  ['an empty object', '{}', { session: {} }],
  ['an array', '[{"sub":"alice"}]', { session: [{ sub: 'alice' }] }],
  ['a string', '"sub"', { session: 'sub' }],
  ['a number', '17', { session: 17 }],
  ['a plain subject', '{"sub":"alice"}', { session: { sub: 'alice' }, userId: 'alice' }],
  ['an empty subject', '{"sub":""}', { session: { sub: '' }, userId: '' }],
  ['a subject null', '{"sub":null}', { session: { sub: null } }],
  ['a number as subject', '{"sub":42}', { session: { sub: 42 } }],
  ['true as subject', '{"sub":true}', { session: { sub: true } }],
  ['an object as subject', '{"sub":{"sub":"a"}}', { session: { sub: { sub: 'a' } } }],
  ['an array as subject', '{"sub":["alice"]}', { session: { sub: ['alice'] } }],
  [
    'a subject with quotes',
    '{"sub":"a\\"b\'c;--$$\\n"}',
    { session: { sub: 'a"b\'c;--$$\n' }, userId: 'a"b\'c;--$$\n' },
  ],
  ['a subject given twice', '{"sub":"a","sub":"b"}', { session: { sub: 'b' }, userId: 'b' }],
  ['organization as a string', '{"o":"acme"}', { session: { o: 'acme' } }],
  ['organization as an array', '{"o":[{"id":"x"}]}', { session: { o: [{ id: 'x' }] } }],
  ['organization null', '{"o":null}', { session: { o: null } }],
  [
    'an organization without id',
    '{"o":{"slug":"a"}}',
    { session: { o: { slug: 'a' } }, organization: { slug: 'a' } },
  ],
  [
    'an organization with a number as id',
    '{"o":{"id":7}}',
    { session: { o: { id: 7 } }, organization: { id: 7 } },
  ],
]

/** Ways to write a UUID; the same holds for `sub` and for `o.id`. */
const uuids: [string, string, string | null][] = [
  ['hyphenated', uuid, uuid],
  ['in upper case', uuid.toUpperCase(), uuid],
  ['of 32 digits', digits, uuid],
  ['in braces', `{${uuid}}`, uuid],
  ['as a URN', `urn:uuid:${uuid}`, uuid],
  ['nil', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
  ['as a URN in upper case', `URN:UUID:${uuid}`, null],
  ['as a URN twice', `urn:uuid:urn:uuid:${uuid}`, null],
  ['as a URN in braces', `urn:uuid:{${uuid}}`, null],
  ['as a URN of 32 digits', `urn:uuid:${digits}`, null],
  ['of 32 digits in braces', `{${digits}}`, null],
  ['with one brace', `{${uuid}`, null],
  ['with the other brace', `${uuid}}`, null],
  ['one digit short', uuid.slice(0, -1), null],
  ['one digit long', `${uuid}0`, null],
  ['grouped as only PostgreSQL takes it', '67e5-5044-10b1-426f-9247-bb68-0e5f-e0c8', null],
  ['with a line break at the end', `${uuid}\n`, null],
  ['with a blank before', ` ${uuid}`, null],
  ['with a foreign digit', uuid.replace('6', '\uff16'), null],
  ['not at all', 'alice', null],
]

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

  test.each(table)('%s', async (_title, claims, expected) => {
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
