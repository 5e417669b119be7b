import { neon, neonConfig } from '@neondatabase/serverless'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { drizzle as overHttp } from 'drizzle-orm/neon-http'
import { drizzle as overTcp } from 'drizzle-orm/node-postgres'
import {
  bigint,
  bigserial,
  bit,
  boolean,
  char,
  cidr,
  date,
  doublePrecision,
  inet,
  integer,
  interval,
  json,
  jsonb,
  line,
  macaddr,
  macaddr8,
  numeric,
  pgEnum,
  pgTable,
  point,
  real,
  serial,
  smallint,
  smallserial,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

const mood = pgEnum('mood', ['fine', 'so "so"'])

/** One column per built-in type that Drizzle maps, in each of its modes, and arrays. */
const everything = pgTable('everything', {
  serial: serial(),
  smallserial: smallserial(),
  bigserial: bigserial({ mode: 'bigint' }),
  smallint: smallint(),
  integer: integer(),
  bigintNumber: bigint('bigint_number', { mode: 'number' }),
  bigintBig: bigint('bigint_big', { mode: 'bigint' }),
  real: real(),
  double: doublePrecision(),
  numeric: numeric(),
  boolean: boolean(),
  text: text(),
  varchar: varchar({ length: 20 }),
  char: char({ length: 5 }),
  uuid: uuid(),
  json: json(),
  jsonb: jsonb(),
  date: date(),
  dateObject: date('date_object', { mode: 'date' }),
  time: time(),
  timestamp: timestamp(),
  timestampText: timestamp('timestamp_text', { mode: 'string' }),
  timestampTz: timestamp('timestamp_tz', { withTimezone: true }),
  interval: interval(),
  point: point(),
  pointObject: point('point_object', { mode: 'xy' }),
  line: line(),
  inet: inet(),
  cidr: cidr(),
  macaddr: macaddr(),
  macaddr8: macaddr8(),
  bit: bit({ dimensions: 3 }),
  mood: mood(),
  texts: text().array(),
  integers: integer().array(),
  booleans: boolean().array(),
  timestamps: timestamp({ withTimezone: true }).array(),
  jsonbs: jsonb().array(),
})

const table = `
create type mood as enum ('fine', 'so "so"');
create table everything (
  serial serial, smallserial smallserial, bigserial bigserial, smallint smallint, integer integer,
  bigint_number bigint, bigint_big bigint, real real, double double precision, numeric numeric, boolean boolean,
  text text, varchar varchar(20), char char(5), uuid uuid, json json, jsonb jsonb, date date, date_object date,
  time time, timestamp timestamp, timestamp_text timestamp, timestamp_tz timestamptz, interval interval,
  point point, point_object point, line line, inet inet, cidr cidr, macaddr macaddr, macaddr8 macaddr8, bit bit(3),
  mood mood, texts text[], integers integer[], booleans boolean[], timestamps timestamptz[], jsonbs jsonb[]
);
grant select on everything to authenticated;
insert into everything values (
  1, 2, 9007199254740993, -32768, 2147483647, 9007199254740991, -9223372036854775808, 1.5, 1e-300,
  123456789012345678901234567890.12, true, E'it''s\\t"x" \\\\ é 😀', 'v', 'c',
  '0191b2c0-0000-7000-8000-000000000001', '{"b":1,  "a":[null,"x"]}', '{"n":1.50,"u":"\\u00e9"}', '2024-02-29',
  '0001-01-01', '23:59:59.123456', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789012',
  '2024-02-29 12:34:56.789+05:30', '1 year 2 mons -3 days 04:05:06.7', '(1.5,-2)', '(1.5,-2)', '{1,2,3}', '10.0.0.1/8',
  '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '101', 'so "so"',
  array['a,b', null, 'c"d', '', 'NULL', '{}'], '{1,null,-3}', '{t,f,null}', '{"2024-02-29 12:00:00+00"}',
  array['{"a":1}', '[1,2]']::jsonb[]
);
insert into everything default values;
insert into everything (real, double, numeric, texts, integers) values ('NaN', 'Infinity', 'NaN', '{}', '{{1,2},{3,4}}');
`

let database: TodoDatabase
let local: Awaited<ReturnType<typeof startNeonLocal>>
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(table)
  local = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
  neonConfig.fetchEndpoint = () => local.url
})
afterAll(async () => {
  await local?.close()
  await database?.close()
})

describe('type fidelity', () => {
  const alice = trustClaims({ sub: 'alice' })
  const handles = () => {
    const { username, password, pathname } = new URL(database.url)
    const sql = neon(`postgresql://${username}:${password}@db.example${pathname}`)
    return {
      tcp: withAuth(overTcp({ client: database.pool })).$withAuth(alice),
      http: withAuth(overHttp({ client: sql })).$withAuth(alice),
    }
  }

  it('every type that Drizzle maps is the same over HTTP and over TCP', async () => {
    const { tcp, http } = handles()
    const expected = await tcp.select().from(everything).orderBy(everything.serial)
    expect(expected).toHaveLength(3)
    expect(Object.values(expected[0] ?? {}).filter((value) => value === null)).toEqual([])
    const seen = await http.select().from(everything).orderBy(everything.serial)
    for (const [row, values] of expected.entries()) {
      for (const [column, value] of Object.entries(values)) {
        expect([column, Reflect.get(seen[row] ?? {}, column)]).toStrictEqual([column, value])
      }
    }
  })

  it('so is every type in a raw query', async () => {
    const { tcp, http } = handles()
    const text = 'select * from everything order by serial'
    const [seen, expected] = [rowsOf(await http.execute(text)), rowsOf(await tcp.execute(text))]
    expect(seen).toStrictEqual(expected)
  })
})
