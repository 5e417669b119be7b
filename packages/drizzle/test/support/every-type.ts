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

const mood = pgEnum('mood', ['fine', 'so "so"'])

/** One column per built-in type that Drizzle maps, in each of its modes, and arrays. */
export const everything = pgTable('everything', {
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

/** The table, with rows that have a value of each type, none at all, and values that numbers and arrays can be. */
export const everythingSql = `
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
