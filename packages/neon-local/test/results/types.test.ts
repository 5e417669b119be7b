import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { send } from '../request.js'

/** Values of every built-in type that can be a column's, awkward ones among them. */
const values: Record<string, readonly string[]> = {
  bool: ["'t'", "'f'"],
  bytea: ["'\\x00ff'", "''"],
  char: ["'a'"],
  bpchar: ["'ab '"],
  varchar: ["'ünï'", "''"],
  text: ["'it''s \"quoted\", {braced}\\n'", "'NULL'", "''", "' '", "E'two\\nlines'", "'😀'"],
  name: ["'pg_type'"],
  int2: ["'-32768'", "'32767'"],
  int4: ["'-2147483648'", "'0'"],
  int8: ["'9223372036854775807'"],
  oid: ["'4294967295'"],
  xid: ["'1'"],
  xid8: ["'18446744073709551615'"],
  cid: ["'1'"],
  tid: ["'(1,2)'"],
  float4: ["'1.1'", "'-0'", "'1e-30'", "'NaN'", "'Infinity'", "'-Infinity'"],
  float8: ["'0.1'", "'1e300'", "'123456789012345680'", "'5e-324'", "'NaN'", "'-Infinity'"],
  numeric: ["'1.10'", "'123456789012345678901234567890.123456789'", "'NaN'"],
  money: ["'1234.5'"],
  date: ["'2024-02-29'", "'infinity'", "'0044-03-15 BC'"],
  time: ["'23:59:59.999999'"],
  timetz: ["'12:00:00+05:30'"],
  timestamp: ["'2024-02-29 12:34:56.789'", "'-infinity'"],
  timestamptz: ["'2024-02-29 12:34:56.789+02'", "'infinity'"],
  interval: ["'1 year 2 mons -3 days 04:05:06.7'"],
  uuid: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  json: ['\'{"b": 1,  "a": [1.10, null, "x"]}\'', "'null'", "'12345678901234567890'", '\'"text"\''],
  jsonb: ['\'{"b": 1, "a": [1.10, 1e400, "é"]}\'', "'false'", '\'""\''],
  jsonpath: ["'$.a[*]'"],
  xml: ["'<a>1</a>'"],
  inet: ["'192.168.0.1/24'", "'::1'"],
  cidr: ["'10.0.0.0/8'"],
  macaddr: ["'08:00:2b:01:02:03'"],
  macaddr8: ["'08:00:2b:01:02:03:04:05'"],
  point: ["'(1,2.5)'"],
  line: ["'{1,2,3}'"],
  lseg: ["'[(1,2),(3,4)]'"],
  box: ["'(3,4),(1,2)'"],
  path: ["'[(1,2),(3,4)]'"],
  polygon: ["'((1,2),(3,4),(5,6))'"],
  circle: ["'<(1,2),3>'"],
  bit: ["B'1'"],
  varbit: ["B'1010'", "B''"],
  tsvector: ["'a:1 b:2'"],
  tsquery: ["'a & b'"],
  int4range: ["'[1,5)'", "'empty'"],
  int8range: ["'[1,)'"],
  numrange: ["'(1.5,2]'"],
  tsrange: ["'[2024-01-01 00:00, 2024-01-02 00:00)'"],
  tstzrange: ["'[2024-01-01 00:00+00,)'"],
  daterange: ["'[2024-01-01,2024-02-01)'"],
  int4multirange: ["'{[1,2),[5,6)}'"],
  nummultirange: ["'{}'"],
  pg_lsn: ["'16/B374D848'"],
  regclass: ["'pg_class'"],
  regtype: ["'int4'"],
  int2vector: ["'1 2'"],
  oidvector: ["'1 2'"],
}

/** A table-less row with each value, as an element of arrays too. */
const columns = Object.entries(values).flatMap(([type, literals]) => [
  ...literals.map((literal) => `${literal}::${quoted(type)}`),
  `null::${quoted(type)}`,
  `array[${[...literals, 'null'].map((literal) => `${literal}::${quoted(type)}`).join(', ')}]`,
  `array[[${literals[0]}::${quoted(type)}], [null::${quoted(type)}]]`,
  `'{}'::${quoted(type)}[]`,
])

function quoted(type: string): string {
  return `pg_catalog.${pg.escapeIdentifier(type)}`
}

const query = `select ${columns.map((column, index) => `${column} as c${index}`).join(',\n')}`

const asText = { getTypeParser: () => (value: string) => value }

describe('values of every built-in type', () => {
  it('as raw text are what node-postgres gets without parsers', async () => {
    const direct = await fixture.owner.query({ text: query, rowMode: 'array', types: asText })
    for (const credentials of [{ token }, fixture.login]) {
      const headers = { 'Neon-Raw-Text-Output': 'true', 'Neon-Array-Mode': 'true' }
      const { body } = await send(fixture, { ...credentials, headers, body: { query } })
      expect(body.rows).toEqual(direct.rows)
      expect(body.fields).toEqual(direct.fields.map((field) => ({ ...field, format: 'text' })))
    }
  })

  it('otherwise are JSON where JSON can hold them', async () => {
    const { body } = await send(fixture, { token, body: { query }, headers: { 'Neon-Array-Mode': 'true' } })
    const direct = await fixture.owner.query({ text: query, rowMode: 'array', types: asText })
    const texts = direct.rows[0] as (string | null)[]
    const row = body.rows[0] as unknown[]
    expect(row).toHaveLength(columns.length)
    columns.forEach((column, index) => {
      const text = texts[index] ?? null
      if (!/^array|\[\]$/.test(column)) expect(row[index], column).toEqual(scalar(column, text))
    })
    const array = (type: string) =>
      row[columns.findIndex((column) => column.startsWith('array[') && column.includes(`"${type}"`))]
    expect(array('bool')).toEqual([true, false, null])
    expect(array('int4')).toEqual([-2147483648, 0, null])
    expect(array('int8')).toEqual(['9223372036854775807', null])
    expect(array('float4')).toEqual([1.1, -0, 1e-30, 'NaN', 'Infinity', '-Infinity', null])
    expect(array('numeric')).toEqual(['1.10', '123456789012345678901234567890.123456789', 'NaN', null])
    expect(array('text')).toEqual(['it\'s "quoted", {braced}\\n', 'NULL', '', ' ', 'two\nlines', '😀', null])
    expect(array('json')).toEqual([
      { b: 1, a: [1.1, null, 'x'] },
      null,
      Number('12345678901234567890'),
      'text',
      null,
    ])
    expect(array('box')).toEqual(['(3,4),(1,2)', null])
    expect(array('date')).toEqual(['2024-02-29', 'infinity', '0044-03-15 BC', null])
    expect(array('point')).toEqual(['(1,2.5)', null])
  })

  /** What the protocol promises for a value that is no array. */
  function scalar(column: string, text: string | null): unknown {
    if (text === null) return null
    const type = /"(\w+)"$/.exec(column)?.[1] ?? ''
    if (type === 'bool') return text === 't'
    if (['int2', 'int4', 'float4', 'float8'].includes(type))
      return Number.isFinite(Number(text)) ? Number(text) : text
    return type === 'json' || type === 'jsonb' ? JSON.parse(text) : text
  }

  it('json and jsonb are copied as they are written', async () => {
    const text = '{"b": 1.10,  "a": 12345678901234567890}'
    const answer = await send(fixture, { token, body: { query: 'select $1::json as j', params: [text] } })
    expect(answer.text).toContain(`"rows":[{"j":${text}}]`)
  })

  it('a value outside of an array may look like one', async () => {
    const body = { query: "select '{1,2}'::text as t, '[0:1]={1,2}'::int[] as a, '{{1},{NULL}}'::int[] as n" }
    const { rows } = (await send(fixture, { token, body })).body
    expect(rows).toEqual([{ t: '{1,2}', a: [1, 2], n: [[1], [null]] }])
  })

  it('arrays of every built-in type are known', async () => {
    const { rows } = await fixture.owner.query<{ name: string }>(`
      select format_type(a.oid, null) as name from pg_type a join pg_type e on e.oid = a.typelem
      where a.typcategory = 'A' and a.oid < 10000 and e.typarray = a.oid`)
    const query = `select ${rows.map(({ name }) => `'{}'::${name}`).join(', ')}`
    const { body } = await send(fixture, { token, body: { query }, headers: { 'Neon-Array-Mode': 'true' } })
    expect(body.rows).toEqual([rows.map(() => [])])
    expect(rows.length).toBeGreaterThan(70)
  })

  it('an enum, a domain and a composite are text, a domain over a number is a number', async () => {
    await fixture.owner.query(`
      create type mood as enum ('ok'); create domain positive as int check (value > 0);
      create type pair as (a int, b text)`)
    const body = {
      query: "select 'ok'::mood as m, 3::positive as d, row(1, 'x')::pair as p, array['ok'::mood] as ms",
    }
    const { rows } = (await send(fixture, { token, body })).body
    expect(rows).toEqual([{ m: 'ok', d: 3, p: '(1,x)', ms: '{ok}' }])
  })
})
