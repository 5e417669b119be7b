import { authSchemaSql } from '@rowauth/core'
import { authSession, authUserId, authUserUuid, type ClaimTypes, claim, ownedBy } from '@rowauth/drizzle'
import { eq, type SQL, sql } from 'drizzle-orm'
import { bigint, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, sqlState, user, visitor } from './support/database.js'

const aliceUuid = '0190163d-8694-739b-aea5-966c26f8ad90'

const notes = pgTable('notes', {
  id: integer().primaryKey(),
  userId: text('user_id').default(authUserId()),
  userUuid: uuid('user_uuid').default(authUserUuid()),
  session: jsonb().default(authSession()),
  tenantId: uuid('tenant_id').default(claim(['org', 'id'], { as: 'uuid' })),
  shard: bigint({ mode: 'number' }).default(claim('shard', { as: 'bigint' })),
  plan: text().default(claim("pl'an\\")),
  signedIn: timestamp('signed_in', { withTimezone: true }).default(claim('auth_time', { as: 'timestamptz' })),
})

let database: Database

beforeAll(async () => {
  database = await openDatabase({ notes })
  await database.client.query('insert into notes (id) select generate_series(1, 3)')
})
afterAll(() => database.close())

async function read<T>(expression: SQL<T>): Promise<T> {
  const [row] = await database.db.select({ value: expression }).from(notes).limit(1)
  if (row === undefined) throw new Error('The table is empty.')
  return row.value
}

describe('in a query', () => {
  test('give the session of the caller', async () => {
    const claims = { sub: aliceUuid, tenant_id: 't1' }
    await database.as({ claims }, async () => {
      expect(await read(authUserId())).toBe(aliceUuid)
      expect(await read(authUserUuid())).toBe(aliceUuid)
      expect(await read(authSession())).toEqual(claims)
      expect(await read(claim('tenant_id'))).toBe('t1')
    })
  })

  test('are null for a visitor', async () => {
    await database.as(visitor, async () => {
      expect(await read(authUserId())).toBeNull()
      expect(await read(authUserUuid())).toBeNull()
      expect(await read(authSession())).toBeNull()
      for (const as of [
        'text',
        'uuid',
        'boolean',
        'integer',
        'bigint',
        'numeric',
        'timestamptz',
        'jsonb',
      ] as const) {
        expect(await read(claim('tenant_id', { as })), as).toBeNull()
      }
    })
  })

  test.each<[string, SQL]>([
    ['authUserId', sql`${notes.userId} = ${authUserId()}`],
    ['authUserUuid', sql`${notes.userUuid} = ${authUserUuid()}`],
    ['authSession', sql`${notes.session} = ${authSession()}`],
    ['claim', eq(notes.plan, claim('plan'))],
    ['claim as uuid', eq(notes.tenantId, claim('t', { as: 'uuid' }))],
    ['claim as integer', eq(notes.id, claim('i', { as: 'integer' }))],
    ['claim as bigint', eq(notes.shard, claim('s', { as: 'bigint' }))],
    ['claim as numeric', sql`${notes.shard} = ${claim('s', { as: 'numeric' })}`],
    ['claim as timestamptz', sql`${notes.signedIn} > ${claim('t', { as: 'timestamptz' })}`],
    ['claim as jsonb', sql`${notes.session} @> ${claim(['a', 'b'], { as: 'jsonb' })}`],
    ['claim as boolean', sql`${notes.id} > 0 and ${claim('admin', { as: 'boolean' })}`],
    ['ownedBy of text', ownedBy(notes.userId)],
    ['ownedBy of uuid', ownedBy(notes.userUuid)],
  ])('%s is evaluated once', async (_name, condition) => {
    const plan = await database.explain(sql`select * from ${notes} where ${condition}`)
    expect(plan).toContain('InitPlan')
    expect(plan).not.toContain('SubPlan')
  })

  test('are values of an insert', async () => {
    const rows = await database.as(user('alice'), () =>
      database.db.insert(notes).values({ id: 10, userId: authUserId() }).returning({ userId: notes.userId }),
    )
    expect(rows).toEqual([{ userId: 'alice' }])
  })
})

test('are column defaults, which hold no sub-select', async () => {
  const org = { id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' }
  const claims = {
    sub: aliceUuid,
    org,
    shard: '9223372036854775807',
    "pl'an\\": 'pro',
    auth_time: 1516239022,
  }
  const rows = await database.as({ claims }, async () => {
    const { rows } = await database.client.query(
      'insert into notes (id) values (20) returning user_id, user_uuid, tenant_id, shard, plan, signed_in, session',
    )
    return rows
  })
  expect(rows).toEqual([
    {
      user_id: aliceUuid,
      user_uuid: aliceUuid,
      tenant_id: org.id,
      shard: '9223372036854775807',
      plan: 'pro',
      signed_in: new Date(1516239022_000),
      session: claims,
    },
  ])
})

describe('a claim', () => {
  const big = '9223372036854775807'
  test.each<[keyof ClaimTypes, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['text', '', ''],
    ['text', 12, '12'],
    ['text', true, 'true'],
    ['text', null, null],
    ['text', ['a'], '["a"]'],
    ['uuid', aliceUuid, aliceUuid],
    ['uuid', aliceUuid.toUpperCase(), aliceUuid],
    ['boolean', true, true],
    ['boolean', false, false],
    ['boolean', 'true', true],
    ['integer', -2147483648, -2147483648],
    ['integer', '2147483647', 2147483647],
    ['int', '2147483647', 2147483647],
    ['bigint', '-9223372036854775808', -9223372036854775808n],
    ['bigint', big, BigInt(big)],
    ['bigint', 7, 7n],
    ['numeric', 12.5, '12.5'],
    ['numeric', '-0.10', '-0.10'],
    ['timestamptz', 1516239022, new Date('2018-01-18T01:30:22Z')],
    ['timestamptz', 0.5, new Date('1970-01-01T00:00:00.500Z')],
    ['jsonb', { a: [1] }, { a: [1] }],
    ['jsonb', ['editor'], ['editor']],
  ])('is read as %s: %j', async (as, value, expected) => {
    await database.as({ claims: { sub: 'alice', value } }, async () => {
      expect(await read(claim('value', { as }))).toEqual(expected)
      expect(await read(claim(['value'], { as }))).toEqual(expected)
    })
  })

  test.each<[keyof ClaimTypes, unknown[]]>([
    ['uuid', ['not-a-uuid', '', ` ${aliceUuid}`, `${aliceUuid}\n`, 1, {}, [], null, true, `{${aliceUuid}}`]],
    ['boolean', ['yes', 't', '', 1, 0, null, [true], 'true\n']],
    ['integer', [2147483648, -2147483649, 1.5, '1e3', ' 1', '', '٣', 'x', {}, null, '9'.repeat(40)]],
    ['int', [2147483648, '', null]],
    ['bigint', ['9223372036854775808', '-9223372036854775809', 1.5, '', '0x1', '9'.repeat(500), []]],
    ['numeric', ['NaN', 'Infinity', '1e400', '', '.', '1.', 'x', '9'.repeat(500), {}, null]],
    ['timestamptz', ['2018-01-18T01:30:22Z', 'infinity', '', '9'.repeat(12), {}, null]],
  ])('that is no %s is null, not an error', async (as, values) => {
    for (const value of values) {
      await database.as({ claims: { sub: 'alice', value } }, async () => {
        expect(await read(claim('value', { as })), JSON.stringify(value)).toBeNull()
      })
    }
  })

  test.each([
    "it's",
    'back\\slash',
    "\\'; drop table notes --",
    '{a,b}',
    'say "so"',
    '$$ $1 %s :x ?',
    'https://example.com/roles',
    'a.b',
    ' ',
    '',
    'naïve 🙂',
    'line\nbreak',
  ])('is found by its name: %j', async (name) => {
    const claims = { sub: 'alice', [name]: 'flat', nest: { [name]: { [name]: 'deep' } } }
    for (const conforming of ['on', 'off']) {
      await database.as({ claims }, async () => {
        await database.client.query(`set local standard_conforming_strings = ${conforming}`)
        expect(await read(claim(name))).toBe('flat')
        expect(await read(claim(['nest', name, name]))).toBe('deep')
      })
    }
  })

  test('leads into arrays by position, and nowhere where there is nothing', async () => {
    await database.as(user('alice', { groups: ['staff', 'admin'], name: 'x' }), async () => {
      expect(await read(claim(['groups', '1']))).toBe('admin')
      expect(await read(claim(['groups', '2']))).toBeNull()
      expect(await read(claim(['name', 'first']))).toBeNull()
      expect(await read(claim(['no', 'such']))).toBeNull()
    })
  })

  test("is read with PostgreSQL's own functions, whatever the search path holds", async () => {
    await database.client.query(`
      create schema planted;
      create function planted.jsonb_extract_path_text(jsonb, variadic text[]) returns text return 'planted';
      create function planted.jsonb_extract_path_text(jsonb, text) returns text return 'planted';
      create function planted.substring(text, text) returns text return '${aliceUuid}';
      grant usage on schema planted to authenticated;
    `)
    await database.as(user('alice', { tenant: 'real' }), async () => {
      await database.client.query('set local search_path = planted, pg_catalog, public')
      expect(await read(claim('tenant'))).toBe('real')
      expect(await read(claim('tenant', { as: 'uuid' }))).toBeNull()
    })
  })

  test.each([[[]], ['a\0b'], [['a', 1]], ['\ud800'], [undefined], [null], [{}]])(
    'cannot be called %j',
    (path) => {
      expect(() => claim(path as string)).toThrow(TypeError)
    },
  )

  test.each(['toString', 'date', 'text[][]', 'numeric[]', 'int; select 1'])('cannot be read as %s', (as) => {
    expect(() => claim('a', { as: as as 'text' })).toThrow(TypeError)
  })
})

test('read the auth schema that they are told to', async () => {
  const schema = 'my "auth"'
  await database.client.query(authSchemaSql({ schema }))
  await database.as({ claims: { sub: aliceUuid, t: 'x' } }, async () => {
    await database.client.query('set local role none')
    await database.client.query('alter schema auth rename to elsewhere')
    expect(await read(authUserId({ schema }))).toBe(aliceUuid)
    expect(await read(authUserUuid({ schema }))).toBe(aliceUuid)
    expect(await read(authSession({ schema }))).toEqual({ sub: aliceUuid, t: 'x' })
    expect(await read(claim('t', { schema }))).toBe('x')
    expect(await read(claim('t', { schema, as: 'jsonb' }))).toBe('x')
    expect(await read(sql<boolean>`${ownedBy(notes.userId, { schema })}`)).toBeNull()
    expect(await sqlState(read(authUserId()))).toBe('3F000')
  })
  expect(() => authUserId({ schema: '' })).toThrow(TypeError)
})
