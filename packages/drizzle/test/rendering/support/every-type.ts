import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  inet,
  integer,
  interval,
  json,
  jsonb,
  line,
  numeric,
  pgEnum,
  pgTable,
  point,
  real,
  smallint,
  text,
  time,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

const cents = customType<{ data: number; driverData: string }>({
  dataType: () => 'numeric(10, 2)',
  toDriver: (value) => (value / 100).toFixed(2),
})
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const lower = customType<{ data: string }>({
  dataType: () => 'text',
  toDriver: (value) => sql`lower(${value})`,
})
const settings = customType<{ data: object }>({ dataType: () => 'jsonb' })

export const mood = pgEnum('mood', ['happy', 'it\'s -- "so"'])
export const moment = new Date('2026-01-02T03:04:05.678Z')
export const one = '0190163d-8694-739b-aea5-966c26f8ad90'

export const others = pgTable('others', { id: integer(), of: integer() })
export const v = pgTable('v', {
  id: integer().primaryKey(),
  text: text(),
  char: char({ length: 4 }),
  small: smallint(),
  big: bigint({ mode: 'bigint' }),
  bigNumber: bigint({ mode: 'number' }),
  real: real(),
  double: doublePrecision(),
  numeric: numeric(),
  numericNumber: numeric({ mode: 'number' }),
  numericBig: numeric({ mode: 'bigint' }),
  flag: boolean(),
  uuid: uuid(),
  mood: mood(),
  json: json(),
  jsonb: jsonb(),
  day: date({ mode: 'date' }),
  dayText: date({ mode: 'string' }),
  at: timestamp({ withTimezone: true }),
  plainAt: timestamp(),
  atText: timestamp({ withTimezone: true, mode: 'string' }),
  time: time(),
  interval: interval(),
  inet: inet(),
  point: point(),
  line: line({ mode: 'abc' }),
  texts: text().array(),
  numbers: integer().array(),
  reals: real().array(),
  jsons: jsonb().array(),
  moments: timestamp({ withTimezone: true }).array(),
  moods: mood().array(),
  cents: cents(),
  bytes: bytes(),
  lower: lower(),
  settings: settings(),
})

/** The first row has these values, the second others, the third none. */
export const rows = `
  insert into v values
    (1, 'a--b', 'ab', -1, 9007199254740993, -5, 0.1, 'NaN', 'NaN', 0.1, 12345678901234567890, true, '${one}', 'it''s -- "so"',
     '5', '"5"', '2026-01-02', '2026-01-02', '2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678', '2026-01-02T03:04:05.678Z',
     '03:04', '1 day -1 hour', '10.0.0.1', '(1,-2)', '{1,-2,3}', '{"a,b","it''s","q\\"\\\\",NULL,"--","NULL"}', '{1,-2}', '{0.1,Infinity}',
     array['"a"', '{"b": "c\\"d"}']::jsonb[], '{"2026-01-02T03:04:05.678Z"}', '{happy}', 12.30, '\\x00ff2d2d', 'ada', '{"a": [1, "x''--\\""]}'),
    (2, 'c', 'cd', 2, 2, 2, 2, '-Infinity', 2, 2, 2, false, '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', 'happy',
     '2', '{"a": 5}', '2026-02-02', '2026-02-02', '2026-02-02T00:00:00Z', '2026-02-02', '2026-02-02T00:00:00Z',
     '05:00', '2 days', '10.0.0.2', '(2,2)', '{2,2,2}', '{c}', '{2}', '{2}', '{2}', '{"2026-02-02T00:00:00Z"}', '{}', 2, '\\x02', 'bob', '{}');
  insert into v (id) values (3);
  insert into others values (1, 1);
`
