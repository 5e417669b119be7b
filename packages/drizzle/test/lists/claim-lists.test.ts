import { authSchemaSql } from '@rowauth/core'
import { claim, inClaim } from '@rowauth/drizzle'
import { arrayContains, arrayOverlaps, type SQL, sql } from 'drizzle-orm'
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, user, visitor } from '../policy/support/database.js'
import { id, oddClaims } from './odd-claims.js'

const notes = pgTable('notes', {
  id: integer().primaryKey(),
  orgId: uuid('org_id'),
  label: text(),
  labels: text().array(),
})

let database: Database

beforeAll(async () => {
  database = await openDatabase({ notes })
  await database.client.query(
    `insert into notes values (1, '${id.one}', 'a', '{a,b}'), (2, '${id.two}', 'b', '{c}'), (3, null, null, null)`,
  )
})
afterAll(() => database.close())

async function read<T>(expression: SQL<T>): Promise<T> {
  const [row] = await database.db.select({ value: expression }).from(notes).limit(1)
  if (row === undefined) throw new Error('The table is empty.')
  return row.value
}

const ids = async (condition: SQL) =>
  (await database.db.select({ id: notes.id }).from(notes).where(condition).orderBy(notes.id)).map(
    (row) => row.id,
  )

describe('a claim as a list', () => {
  test.each(oddClaims)('$name', async ({ value, text, uuid, integer, bigint }) => {
    await database.as(user('alice', { value, nest: { value } }), async () => {
      for (const path of ['value', ['nest', 'value']]) {
        expect(await read(claim(path, { as: 'text[]' }))).toEqual(text)
        expect(await read(claim(path, { as: 'uuid[]' }))).toEqual(uuid)
        expect(await read(claim(path, { as: 'integer[]' }))).toEqual(integer)
        expect(await read(claim(path, { as: 'int[]' }))).toEqual(integer)
        expect(await read(claim(path, { as: 'bigint[]' }))).toEqual(bigint)
      }
    })
  })

  test('is null for a visitor', async () => {
    await database.as(visitor, async () => {
      for (const as of ['text[]', 'uuid[]', 'int[]', 'integer[]', 'bigint[]'] as const) {
        expect(await read(claim('value', { as })), as).toBeNull()
      }
    })
  })

  test('of ten thousand elements, the good ones among junk', async () => {
    const value = Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? i : `x${i}`))
    await database.as(user('alice', { value }), async () => {
      const read10k = await read(claim('value', { as: 'integer[]' }))
      expect(read10k).toHaveLength(10_000)
      expect(read10k?.filter((element) => element !== null)).toHaveLength(5_000)
      expect(await ids(inClaim(notes.id, 'value'))).toEqual([2])
    })
  })

  test.each([
    ['text[]', notes.label, ['a']],
    ['uuid[]', notes.orgId, [id.one]],
    ['int[]', notes.id, [1]],
  ] as const)('%s: what does not fit is in no row, and not outside either', async (as, column, good) => {
    const list = claim('value', { as })
    const within = sql`${column} = any(${list})`
    const outside = sql`${column} <> all(${list})`
    await database.as(user('alice', { value: good }), async () => {
      expect(await ids(within)).toEqual([1])
      expect(await ids(outside)).toEqual(as === 'int[]' ? [2, 3] : [2])
    })
    for (const value of [[...good, null], [...good, [1]], [null], 'a', undefined, 7]) {
      await database.as(user('alice', { value }), async () => {
        expect(await ids(outside), JSON.stringify(value)).toEqual([])
      })
    }
  })

  test('is for the array operators of Drizzle', async () => {
    await database.as(user('alice', { labels: ['b', 'x'], all: { a: {}, b: {} } }), async () => {
      expect(await ids(arrayOverlaps(notes.labels, claim('labels', { as: 'text[]' })))).toEqual([1])
      expect(await ids(arrayContains(notes.labels, claim('labels', { as: 'text[]' })))).toEqual([])
      expect(await ids(arrayContains(notes.labels, claim('all', { as: 'text[]' })))).toEqual([1])
    })
  })

  test.each<[string, SQL]>([
    ['any', sql`${notes.orgId} = any(${claim('orgs', { as: 'uuid[]' })})`],
    ['arrayContains', arrayContains(notes.labels, claim('labels', { as: 'text[]' }))],
    ['inClaim', inClaim(notes.orgId, 'orgs')],
  ])('%s: it is evaluated once', async (_, condition) => {
    const plan = await database.explain(sql`select * from ${notes} where ${condition}`)
    expect(plan.match(/^\s*InitPlan/gm)).toHaveLength(1)
    expect(plan).not.toContain('SubPlan')
  })

  test('the claim is looked at once, and not again for each of its elements', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `x${i}`)
    for (const value of [names, Object.fromEntries(names.map((name) => [name, {}]))]) {
      await database.as(user('alice', { value }), async () => {
        const list = sql`select ${claim('value', { as: 'text[]' })}`.inlineParams()
        const { rows } = await database.db.execute<{ 'QUERY PLAN': string }>(
          sql`explain (analyze, costs off, timing off) ${list}`,
        )
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        expect(plan).not.toContain('Memoize')
        expect(plan.match(/loops=\d+/g)?.filter((loops) => loops !== 'loops=1')).toEqual([])
      })
    }
  })

  test('is no column default, and says so when the default is rendered', () => {
    const column = text()
      .array()
      .default(sql`${claim('labels', { as: 'text[]' })}`)
    expect(column).toBeDefined()
    const expression = claim('labels', { as: 'text[]' })
    expect(() => expression.toQuery({} as never)).toThrow(/column default/)
  })

  test('reads the auth schema that it is told to', async () => {
    const schema = 'my "lists"'
    await database.client.query(authSchemaSql({ schema }))
    await database.as(user('alice', { orgs: [id.one] }), async () => {
      expect(await read(claim('orgs', { as: 'uuid[]', schema }))).toEqual([id.one])
      expect(await ids(inClaim(notes.orgId, 'orgs', { schema }))).toEqual([1])
    })
  })
})

test('functions and operators of somebody else take no part', async () => {
  await database.client.query(`
    create schema planted;
    create function planted.says_yes(anyelement, anyelement) returns boolean language sql as 'select true';
    create function planted.jsonb_extract_path(jsonb, variadic text[]) returns jsonb return '["${id.two}"]'::jsonb;
    create function planted.jsonb_extract_path(jsonb, text) returns jsonb return '["${id.two}"]'::jsonb;
    create function planted.jsonb_typeof(jsonb) returns text return 'array';
    create function planted.substring(text, text) returns text return '${id.two}';
    create domain planted.uuid as text;
    create domain planted.text as pg_catalog.text;
    create domain planted.jsonb as pg_catalog.text;
    grant usage on schema planted to authenticated;
  `)
  const types = ['pg_catalog.text', 'pg_catalog.uuid', 'integer', 'bigint', 'numeric', 'pg_catalog.jsonb']
  for (const type of types) {
    await database.client.query(`
      create function planted.yes(${type}, ${type}) returns boolean language sql as 'select true';
      create operator planted.= (leftarg = ${type}, rightarg = ${type}, function = planted.yes);
      create operator planted.>= (leftarg = ${type}, rightarg = ${type}, function = planted.yes);
      create operator planted.<= (leftarg = ${type}, rightarg = ${type}, function = planted.yes);
    `)
  }
  await database.client.query(`
    create function planted.two(pg_catalog.jsonb, pg_catalog.text[]) returns pg_catalog.text language sql as 'select ''${id.two}''::pg_catalog.text';
    create operator planted.#>> (leftarg = pg_catalog.jsonb, rightarg = pg_catalog.text[], function = planted.two);
  `)
  const claims = { orgs: [id.one, 'junk'], ids: [1, '99999999999'], no: 'no list', n: '99999999999' }
  await database.as(user('alice', claims), async () => {
    await database.client.query('set local search_path = planted, pg_catalog, public')
    expect(await read(claim('orgs', { as: 'uuid[]' }))).toEqual([id.one, null])
    expect(await read(claim('orgs', { as: 'text[]' }))).toEqual([id.one, 'junk'])
    expect(await read(claim('ids', { as: 'integer[]' }))).toEqual([1, null])
    expect(await read(claim('ids', { as: 'bigint[]' }))).toEqual([1n, 99999999999n])
    expect(await read(claim('no', { as: 'text[]' }))).toBeNull()
    expect(await read(claim('n', { as: 'integer' }))).toBeNull()
    expect(await read(claim(['orgs', '0'], { as: 'uuid' }))).toBe(id.one)
    expect(await ids(inClaim(notes.orgId, 'orgs'))).toEqual([1])
    expect(await ids(inClaim(notes.id, 'ids'))).toEqual([1])
    expect(await ids(inClaim(notes.label, 'orgs'))).toEqual([])
  })
})
