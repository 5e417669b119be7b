import { trustClaims } from '@rowauth/core'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

const mood = pg.pgEnum('mood', ['sad', 'so so'])
const everything = pg.pgTable('everything', {
  id: pg.integer().primaryKey(),
  flag: pg.boolean(),
  small: pg.smallint(),
  big: pg.bigint({ mode: 'bigint' }),
  bigNumber: pg.bigint('big_number', { mode: 'number' }),
  amount: pg.numeric({ precision: 30, scale: 10 }),
  float: pg.doublePrecision(),
  name: pg.varchar({ length: 20 }),
  note: pg.text(),
  data: pg.json(),
  more: pg.jsonb(),
  day: pg.date({ mode: 'date' }),
  dayText: pg.date('day_text', { mode: 'string' }),
  at: pg.timestamp({ mode: 'date' }),
  atText: pg.timestamp('at_text', { mode: 'string' }),
  zoned: pg.timestamp({ withTimezone: true, mode: 'date' }),
  zonedText: pg.timestamp('zoned_text', { withTimezone: true, mode: 'string' }),
  clock: pg.time(),
  span: pg.interval(),
  key: pg.uuid(),
  address: pg.inet(),
  place: pg.point(),
  words: pg.text().array(),
  numbers: pg.integer().array(),
  flags: pg.boolean().array(),
  days: pg.timestamp({ mode: 'date' }).array(),
  feeling: mood(),
  feelings: mood().array(),
})

const tables = `
create type mood as enum ('sad', 'so so');
create table everything (
  id int primary key, flag bool, small int2, big int8, big_number int8, amount numeric(30, 10), float float8,
  name varchar(20), note text, data json, more jsonb, day date, day_text date, at timestamp, at_text timestamp,
  zoned timestamptz, zoned_text timestamptz, clock time, span interval, key uuid, address inet, place point,
  words text[], numbers int[], flags bool[], days timestamp[], feeling mood, feelings mood[]
);
grant select, insert, delete on everything to public;
`

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(tables)
})
afterAll(() => database?.close())

const at = new Date('2024-02-29T12:34:56.789Z')
const full: typeof everything.$inferInsert = {
  id: 1,
  flag: true,
  small: -7,
  big: 9007199254740993n,
  bigNumber: 42,
  amount: '12345678901234567890.1234567890',
  float: 0.1,
  name: 'Ada',
  note: 'it\'s "é😀"\n\\',
  data: { a: [1, null, 'x'], b: 'text' },
  more: [1, { c: true }],
  day: at,
  dayText: '2024-02-29',
  at,
  atText: '2024-02-29 12:34:56.789',
  zoned: at,
  zonedText: '2024-02-29T12:34:56+02',
  clock: '12:34:56',
  span: '1 day 02:03:04',
  key: '00000000-0000-4000-8000-000000000000',
  address: '10.0.0.1',
  place: [1, 2],
  words: ['a', 'b,"c"', '\\'],
  numbers: [1, 2, 3],
  flags: [true, false],
  days: [at],
  feeling: 'so so',
  feelings: ['sad', 'so so'],
}
const odd: typeof everything.$inferInsert = {
  id: 2,
  data: 'a string',
  more: 7,
  note: '',
  words: [],
  numbers: [],
}
const raw = sql.raw('select * from everything order by id')

/** The rows, and what is not enumerable of the result. */
function described(result: unknown): object {
  const { count, command, columns } = result as postgres.RowList<postgres.Row[]>
  const named = columns.map(({ name, type }) => [name, type])
  return { rows: [...(result as unknown[])], count, command, columns: named }
}

/** What both say to the same question: rows, or the error's SQLSTATE and text. */
async function outcome(query: PromiseLike<unknown>): Promise<unknown> {
  return await Promise.resolve(query).then(
    (rows) => (Array.isArray(rows) ? [...rows] : rows),
    ({ message, cause }: Error) => {
      const { message: said, code } = cause as Error & { code?: string }
      return { message, said, code }
    },
  )
}

describe('the answers are those of plain Drizzle on postgres.js', () => {
  const pair = () => {
    const clients = [0, 1].map(() => postgres(database.url, { max: 1 })) as [postgres.Sql, postgres.Sql]
    const plain = drizzle({ client: clients[0] })
    const ours = withAuth(drizzle({ client: clients[1] })).$withAuth(trustClaims({ sub: 'alice' }))
    const end = async () => {
      await postgresJs(clients[1]).end()
      await Promise.all(clients.map((client) => client.end()))
    }
    return { plain, ours, end }
  }
  let both: ReturnType<typeof pair>
  beforeAll(() => {
    both = pair()
  })
  afterAll(() => both?.end())

  it('for typed rows that are written and read', async () => {
    const { plain, ours } = both
    for (const rows of [
      [full],
      [odd],
      [
        { ...full, id: 3 },
        { ...odd, id: 4, feeling: 'sad' as const },
      ],
    ]) {
      const expected = await outcome(plain.insert(everything).values(rows).returning())
      await plain.delete(everything).where(
        sql`id in (${sql.join(
          rows.map(({ id }) => sql`${id}`),
          sql`, `,
        )})`,
      )
      for (const time of ['first', 'again']) {
        const inserted = await outcome(ours.insert(everything).values(rows).returning())
        expect([time, inserted]).toEqual([time, expected])
        if (time === 'first')
          await plain.delete(everything).where(sql`id = any(${`{${rows.map(({ id }) => id)}}`}::int[])`)
      }
    }
    const order = sql`id`
    expect(await ours.select().from(everything).orderBy(order)).toEqual(
      await plain.select().from(everything).orderBy(order),
    )
    expect(await outcome(ours.execute(raw))).toEqual(await outcome(plain.execute(raw)))
  })

  it('for raw results', async () => {
    const { plain, ours } = both
    for (const query of [
      raw,
      sql`select * from everything where id = ${1}`,
      sql`select ${true} as b, ${null} as n`,
    ]) {
      const [theirs, own] = [await plain.execute(query), await ours.execute(query)]
      expect(described(own)).toEqual(described(theirs))
      expect(Array.isArray(own)).toBe(true)
    }
  })

  // No Date: 0.45 has postgres.js write it as it is, which fails there and here.
  const values: readonly unknown[] = [
    '7',
    'text',
    7,
    1.5,
    true,
    7n,
    null,
    { a: 1 },
    [1, 2],
    ['a'],
    Buffer.from('a'),
  ]
  const types = 'bool int4 int8 numeric text json jsonb timestamptz date bytea text[] int4[] mood'.split(' ')
  it.each(types)('for parameters of raw SQL as %s', async (type) => {
    for (const value of values) {
      const query = sql`select ${sql.param(value)}::${sql.raw(type)} as value`
      const expected = await outcome(both.plain.execute(query))
      for (const time of ['first', 'again']) {
        expect([time, value, await outcome(both.ours.execute(query))]).toEqual([time, value, expected])
      }
    }
  })
})
