import { type PostgresJsDriver, postgresJs } from '@rowauth/driver/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../fixture.js'
import { client } from './support/client.js'
import { outcome } from './support/outcome.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
  await fixture.owner.query(`
    create type mood as enum ('sad', 'it''s "ok", \\{so\\}');
    create type pair as (a int, b text);
    create domain positive as int check (value > 0);
    create domain words as text[];
    create table kept (
      b bool, n int, big bigint, num numeric, t text, j json, jb jsonb, by bytea, ts timestamptz, d date, u uuid,
      list text[], ints int[], moods mood[], m mood, p positive
    );
    grant select, insert, update, delete on kept to public;
  `)
})
afterAll(() => fixture?.close())

/** Literals of each built-in type, and of types of the users'. */
const literals: readonly string[] = [
  "'t'::bool, 'f'::bool, null::bool",
  "7::int2, -2147483648::int4, 9007199254740993::int8, 42::oid, '16/B374D848'::pg_lsn",
  "1.5::float4, 'NaN'::float8, '-Infinity'::float8, 1e300::float8, 0.1::float8",
  "123456789012345678901234567890.123456789::numeric, 'NaN'::numeric, '12.50'::money",
  "'x'::text, ''::text, 'é😀'::varchar, 'ab '::char(4), 'c'::\"char\", 'name'::name",
  "'\\x00ff'::bytea, ''::bytea, 'abc'::bytea",
  "'2024-02-29'::date, 'infinity'::date, '0044-03-15 BC'::date",
  "'12:34:56.789'::time, '12:34:56+02'::timetz, '1 year 2 days 03:04:05'::interval",
  "'2024-02-29 12:34:56.789123'::timestamp, '2024-02-29 12:34:56.789123+02'::timestamptz, 'infinity'::timestamptz",
  `'{"a":[1,null,"x"]}'::json, '{"a": 1e3}'::jsonb, 'null'::jsonb, '"s"'::json, '$.a'::jsonpath`,
  "'00000000-0000-4000-8000-000000000000'::uuid, '<a/>'::xml, '101'::bit(3), '10'::varbit",
  "'10.0.0.1/8'::inet, '10.0.0.0/8'::cidr, '08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03:04:05'::macaddr8",
  "'(1,2)'::point, '{1,2,3}'::line, '[(0,0),(1,1)]'::lseg, '((0,0),(1,1))'::box, '<(0,0),1>'::circle",
  "'((0,0),(1,1))'::path, '((0,0),(1,1),(2,0))'::polygon",
  "'[1,5)'::int4range, '{[1,2),[4,5)}'::int4multirange, '[2024-01-01,2024-02-01)'::daterange",
  "'a & b'::tsquery, 'a:1 b:2'::tsvector, 'pg_class'::regclass, 'now'::regproc, '1 2 3'::int2vector",
  "'{}'::int[], '{1,2,NULL}'::int[], '{{1,2},{3,4}}'::int[], '[0:1]={1,2}'::int[], '{9007199254740993}'::int8[]",
  `'{a,"b,c","d\\"e","f\\\\g","{h}",NULL,"NULL",""}'::text[], '{{a,b},{"c d",e}}'::text[], '{t,f}'::bool[]`,
  `'{"{\\"a\\":1}",null}'::json[], '{"\\\\x00ff"}'::bytea[], '{1.5,NaN}'::numeric[], '{1.5}'::float8[]`,
  "'{2024-02-29}'::date[], '{\"2024-02-29 12:34:56+02\"}'::timestamptz[], '{12:00}'::time[]",
  "'{(1,1),(0,0);(3,3),(2,2)}'::box[], '{\"(1,2)\"}'::point[], '{\"[1,2)\"}'::int4range[]",
  `'sad'::mood, '{sad,"it''s \\"ok\\", {so}"}'::mood[], row(1, 'x y')::pair, array[row(1, null)::pair]`,
  "5::positive, array[5]::positive[], '{a,b}'::words, row(1, 2), array[[1],[2]]",
  '1 as same, 2 as same, 3 as "__proto__", 4 as "snake_case"',
]

const isCatalog = (name: unknown) => name === 'oid' || name === 'typarray'

/** How clients are configured. */
const configurations: Record<string, postgres.Options<Record<string, postgres.PostgresType>>> = {
  'the defaults': {},
  'bigint and a type of the user’s': {
    types: {
      bigint: postgres.BigInt,
      day: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => `day ${day}` },
    },
  },
  'no array types': { fetch_types: false },
  'names in camel case': { transform: postgres.camel },
  // But of what postgres.js asks for itself: it takes array types from rows that were transformed, too.
  'a transform of everything': {
    transform: {
      undefined: null,
      column: { from: (name) => (isCatalog(name) ? name : `${name}!`), to: (name) => name },
      value: { from: (value, column) => (isCatalog(column?.name) ? value : [value, column?.type]) },
      row: { from: (row) => (Array.isArray(row) ? [...row, 'row'] : { ...row, row: true }) },
    },
  },
}

/** Plain postgres.js, and a driver on another client with the same options: on one they would share array parsers. */
function pairOf(options: postgres.Options<Record<string, postgres.PostgresType>>) {
  let sql: postgres.Sql
  let driver: PostgresJsDriver
  beforeAll(async () => {
    sql = client(fixture.url, { max: 1, ...options })
    driver = postgresJs(client(fixture.url, { max: 1, ...options }))
    // It knows array types once it has a connection.
    await sql`select 1`
  })
  afterAll(async () => {
    await driver?.end()
    await sql?.end()
  })
  return {
    plain: (text: string, values: unknown[] = []) => sql.unsafe(text, values as never[]),
    ours: (text: string, values: unknown[] = [], rowMode?: 'array') =>
      driver.query(alice, { text, values, rowMode }),
    typed: () => sql,
  }
}

describe.each(Object.entries(configurations))('with %s, results are those of postgres.js', (_, options) => {
  const { plain, ours } = pairOf(options)

  it.each(literals)('select %s', async (literal) => {
    const text = `select ${literal}`
    expect(await outcome(ours(text))).toEqual(await outcome(plain(text)))
    const values = [1]
    const withValue = `${text}, $1::int`
    expect(await outcome(ours(withValue, values))).toEqual(await outcome(plain(withValue, values)))
    const lists = await outcome(ours(withValue, values, 'array'))
    expect(lists).toEqual(await outcome(plain(withValue, values).values()))
  })
})

const everyValue: readonly unknown[] = [
  'text',
  '7',
  '007',
  '',
  'true',
  'null',
  '{"a":1}',
  '\\x41',
  '2024-02-29T12:00:00Z',
  '{a,b}',
  '{1,2}',
  '00000000-0000-4000-8000-000000000000',
  7,
  -1.5,
  Number.NaN,
  true,
  false,
  9007199254740993n,
  null,
  undefined,
  new Date('2024-02-29T12:00:00Z'),
  Buffer.from([0, 255]),
  new Uint8Array([1, 2]),
  { a: [1, { b: null }] },
  [],
  ['a', 'b,"\\c', null],
  [1, 2],
  [[1], [2]],
  [true, false],
  [new Date('2024-02-29T12:00:00Z')],
  [{ a: 1 }],
  [undefined],
]
const everyType = `bool int8 int4 float8 numeric text varchar json jsonb bytea timestamptz timestamp date uuid
  text[] int4[] bool[] json[] timestamptz[] mood mood[] positive`.split(/\s+/)

describe.each([
  ['the defaults', {}, everyType],
  ['undefined as null', { transform: { undefined: null } }, ['text', 'text[]', 'jsonb']],
  ['no array types', { fetch_types: false }, ['text', 'text[]', 'bool[]']],
] as const)('with %s, parameters are written as postgres.js does', (_, options, types) => {
  const { plain, ours, typed } = pairOf(options)

  it.each(types)('as %s', async (type) => {
    const text = `select $1::${type} as value`
    for (const value of everyValue) {
      const expected = await outcome(plain(text, [value]))
      // Once asked for its description, and once more with what is known by then.
      for (const time of ['first', 'again']) {
        expect([time, value, await outcome(ours(text, [value]))]).toEqual([time, value, expected])
      }
    }
  })

  it('typed by the caller', async () => {
    const sql = typed()
    const statements: [text: string, value: unknown][] = [
      ['select $1 as value', sql.json({ a: 1 })],
      ['select $1 as value', sql.typed('7' as never, 23)],
      ['select $1::text as value', sql.typed(null as never, 25)],
      ['select $1::int[] as value', sql.array([1, 2])],
      ['select $1::text[] as value', sql.array(['a', 'b'])],
      ['select $1 as value', sql.array(['a', 'b'])],
      ['select $1 as value', sql.array([1, 2], 23)],
      ['select $1 as value', sql.array([])],
      ['select $1::text as value', sql.array(['a', 'b'])],
      ['select to_jsonb($1) as value', sql.array(['a', 'b'])],
    ]
    for (const [text, value] of statements) {
      expect(await outcome(ours(text, [value]))).toEqual(await outcome(plain(text, [value])))
    }
  })

  it.each([
    ['sql.array()', (sql: postgres.Sql) => sql.array(['a', 'b'])],
    ['sql.typed()', (sql: postgres.Sql) => sql.typed([1, 2] as never, 1007)],
  ])('a list of %s, also as the first thing that is sent', async (__, make) => {
    const text = 'select $1 as value'
    const first = postgresJs(client(fixture.url, { max: 1, ...options }))
    const values = [make(typed())]
    expect(await outcome(first.query(alice, { text, values }))).toEqual(await outcome(plain(text, values)))
  })
})

describe('what writes', () => {
  const { plain, ours } = pairOf({})

  it('says as much of it as postgres.js does', async () => {
    const values = [
      true,
      1,
      2n,
      '1.50',
      'text',
      { a: 1 },
      [1, 'x'],
      Buffer.from('é'),
      new Date('2024-02-29T12:00:00Z'),
      '2024-02-29',
      '00000000-0000-4000-8000-000000000000',
      ['a', null],
      [1, 2],
      ['sad'],
      'sad',
      7,
    ]
    const places = values.map((_, index) => `$${index + 1}`)
    const insert = `insert into kept values (${places})`
    const statements: [text: string, values: unknown[]][] = [
      [`${insert} returning *`, values],
      [insert, values],
      ['update kept set n = n + $1', [1]],
      ['select * from kept', []],
      ['select from kept', []],
      ['with gone as (delete from kept where n < 0 returning n) select count(*) from gone', []],
      ['delete from kept where n < 0', []],
      ['create temporary table passing (id int)', []],
      ['insert into passing values (1), (2)', []],
      ['declare c cursor with hold for select 1', []],
      ['', []],
      ['-- nothing', []],
      ['show server_version', []],
      ['explain select 1', []],
      ['values (1), ($1::int)', [2]],
    ]
    for (const [text, parameters] of statements) {
      const expected = await outcome(plain(text, parameters))
      expect(await outcome(ours(text, parameters))).toEqual(expected)
    }
  })
})
